"""The files in `resources/` and the reader of them: a slip is a sentence that names the place."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml

from srm_desktop.assets import resource
from srm_desktop.exchange import builtin
from srm_desktop.exchange.resources import BadResource


def yaml_files() -> list[Path]:
    return sorted(resource().rglob("*.yaml"))


class _Strict(yaml.SafeLoader):
    """YAML that refuses a key given twice, which plain YAML would pass over without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        keys = [self.construct_object(key, deep=deep) for key, _ in node.value]
        assert len(set(keys)) == len(keys), f"{node.start_mark}: a key twice"
        return super().construct_mapping(node, deep=deep)


@pytest.mark.parametrize("path", yaml_files(), ids=lambda path: path.name)
def test_tables_hold_no_key_twice_and_no_invisible_characters(path: Path):
    text = path.read_text("utf-8")
    yaml.load(text, Loader=_Strict)
    assert not re.search("[\u00a0\u200b-\u200f\u2028\u2029\u202a-\u202e\ufeff\t]", text)
    assert all(line == line.rstrip() for line in text.split("\n"))


def test_every_file_of_the_catalog_is_in_its_table_of_contents():
    folder = resource("catalogs", "aws-srm")
    head = yaml.safe_load((folder / "catalog.yaml").read_text("utf-8"))
    assert sorted(head["groups"]) == sorted(path.name for path in folder.glob("*.yaml") if path.name != "catalog.yaml")
    assert head["source"] == "https://aws.amazon.com/compliance/shared-responsibility-model/"


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the tables that the test may spoil."""
    folder = tmp_path / "resources"
    shutil.copytree(resource(), folder)
    monkeypatch.setattr(builtin, "resource", lambda *parts: folder.joinpath(*parts))
    cached = (builtin.layers, builtin.tiers, builtin.services, builtin.presets, builtin.catalog)
    for function in cached:
        monkeypatch.setattr(builtin, function.__name__, function.__wrapped__)
    return folder


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "read", "sentence"),
    [
        ("layers.yaml", "id: facilities", "ident: facilities", "layers", r"^layers\.yaml: the list of layers"),
        ("tiers.yaml", "hardware: aws", "hardware: azure", "tiers", r"^tiers\.yaml: the tier 'infrastructure'.*azure"),
        ("tiers.yaml", "hardware: aws", "hardwear: aws", "tiers", r"^tiers\.yaml: the tier .*no layer 'hardwear'"),
        (
            "services.yaml",
            "tier: infrastructure",
            "tier: cloudy",
            "services",
            r"the service 'ec2'.*'cloudy' is missing",
        ),
        ("services.yaml", "guest-os: {owner: shared", "guest: {owner: shared", "services", r"no layer 'guest'"),
        ("services.yaml", "services:", "services: [", "services", r"^services\.yaml is not valid YAML"),
        ("presets.yaml", "about:", "aboot:", "presets", r"^presets\.yaml: .*'about' is missing"),
        ("catalogs/aws-srm/people.yaml", "kind: shared", "kind: both", "catalog", r"^people\.yaml.*'SRM-PPL-01'.*both"),
        ("catalogs/aws-srm/people.yaml", "[people]", "[folk]", "catalog", r"'SRM-PPL-01'.*no layer 'folk'"),
        ("catalogs/aws-srm/people.yaml", "fresh_days:", "fresh:", "catalog", r"'SRM-PPL-01'.*'fresh_days' is missing"),
        ("catalogs/aws-srm/people.yaml", "method: test", "method: guess", "catalog", r"'SRM-PPL-01'.*guess"),
        ("catalogs/aws-srm/catalog.yaml", "version:", "edition:", "catalog", r"^catalog\.yaml: .*'version' is missing"),
    ],
)
def test_a_slip_in_a_table_is_a_sentence_that_names_the_place(
    tables: Path, file: str, old: str, new: str, read: str, sentence: str
):
    spoil(tables / file, old, new)
    with pytest.raises(BadResource, match=sentence):
        getattr(builtin, read)(*(["aws-srm"] if read == "catalog" else []))


def test_an_unknown_catalog_is_refused_by_name():
    with pytest.raises(BadResource, match=r"no built-in catalog 'iso'; there is: aws-srm, nist-800-53, "):
        builtin.catalog("iso")


def test_a_catalog_is_read_once():
    assert builtin.catalog("aws-srm") is builtin.catalog("aws-srm")
