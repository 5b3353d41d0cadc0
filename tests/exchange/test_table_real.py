"""Real workbooks and tables of NIST, FedRAMP and Prowler, with the guess alone."""

import pytest
import yaml

from srm_desktop.domain.catalog import Control
from srm_desktop.exchange.table import read
from srm_desktop.exchange.table_catalog import NoIdColumn, TableCatalog, build, guess, preview
from tests.exchange.table_samples import ROOT, shared


def made(name: str) -> TableCatalog:
    table = read(shared(name))
    return build(table, guess(table), catalog_id="own", title="Own", source=name)


def index() -> dict[str, list[str]]:
    """The letters of each requirement's parts, as the index of the built-in catalog has them."""
    found = yaml.safe_load((ROOT / "resources/catalogs/nist-800-171/index.yaml").read_bytes())
    return {c["id"]: c.get("parts", [""]) for family in found["families"] for c in family["controls"]}


def by_id(found: TableCatalog) -> dict[str, Control]:
    return {control.id: control for control in found.catalog.controls()}


def test_800_171_revision_2():
    found = made("catalogs/NIST_SP-800-171_rev2.xlsx")
    assert (found.framework, found.rows, found.left_out, found.notes) == ("nist-800-171-r2", 110, (), ())
    assert list(by_id(found)) == list(index())
    assert [(g.id, len(g.controls)) for g in found.catalog.groups][:2] == [("3.1", 22), ("3.2", 3)]
    assert [group.title for group in found.catalog.groups][2] == "Audit and Accountability"
    for control in found.catalog.controls():
        assert [part.letter for part in control.parts] == [""]
        assert control.title and control.parts[0].text and control.guidance


def test_800_171a_with_its_objectives():
    found = made("catalogs/NIST_SP-800-171A.xlsx")
    assert (found.framework, found.controls, found.parts) == ("nist-800-171-r2", 110, 320)
    assert (found.left_out, found.notes, len(found.catalog.groups)) == ((), (), 14)
    assert {name: [part.letter for part in c.parts] for name, c in by_id(found).items()} == index()
    assert all(part.text for control in found.catalog.controls() for part in control.parts)
    first = by_id(found)["3.1.1"]
    assert first.parts[0].intro.startswith("Limit system access to authorized users")
    assert first.parts[0].text == "authorized users are identified."
    assert by_id(found)["3.4.4"].objectives[0].text.startswith("Determine if the security impact")


def test_the_official_cis_workbook():
    found = made("templates/SSP-Appendix-J-CSO-CIS-and-CRM-Workbook.xlsx")
    assert (found.framework, found.controls, found.parts) == ("nist-800-53-r5", 410, 791)
    assert [row.row for row in found.left_out] == [3]  # the second line of its headings
    assert [part.letter for part in by_id(found)["AC-1"].parts] == ["a", "b", "c"]


def test_the_traceability_matrix():
    found = made("templates/FedRAMP-SAR-Appendix-B-Moderate-Security-Requirements-Traceability-Matrix-Template.xlsx")
    assert (found.framework, found.controls, found.left_out) == ("nist-800-53-r5", 323, ())
    assert by_id(found)["AC-2(1)"].title == "Automated System Account Management"


def test_the_plan_of_action_has_one_example():
    assert list(by_id(made("templates/FedRAMP-POAM-Template.xlsx"))) == ["AC-1"]


@pytest.mark.parametrize(("name", "width"), [("example_output_aws.csv", 42), ("prowler-5.46-cis.csv", 44)])
def test_findings_are_no_catalog(name: str, width: int):
    table = read(shared(f"findings/{name}"))
    assert len(table.sheets[0].rows[0].cells) == width
    with pytest.raises(NoIdColumn, match="has no column with the ids of controls"):
        preview(table, guess(table))
