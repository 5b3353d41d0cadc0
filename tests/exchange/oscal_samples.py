"""Small OSCAL documents for tests, all in our own words, and the ways to write them down."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "catalogs"
FULL = "NIST_SP-800-53_rev5_catalog-min.json"


def shared(name: str) -> Path:
    """A real file of others; the test is skipped where the folder is absent."""
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"{path} is absent")
    return path


def prop(name: str, value: str, **more: str) -> dict[str, str]:
    return {"name": name, "value": value, **more}


def control(oscal_id: str, title: str = "", **more: Any) -> dict[str, Any]:
    stated = {"id": f"{oscal_id}_smt", "name": "statement", "prose": f"Keep {oscal_id} in order."}
    return {"id": oscal_id, "title": title or f"Title of {oscal_id}", "parts": [stated], **more}


def catalog(*controls: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A catalog whose controls stand in groups by the word before the dash."""
    groups: dict[str, dict[str, Any]] = {}
    for one in controls:
        family = one["id"].partition("-")[0]
        made = groups.setdefault(family, {"id": family, "title": f"Family {family}", "controls": []})
        made["controls"].append(one)
    head = {"title": "Harbour rules", "version": "3", "oscal-version": "1.1.2", "last-modified": "2026-01-01T00:00:00Z"}
    return {
        "catalog": {"uuid": "00000000-0000-4000-8000-000000000001", "metadata": head, "groups": list(groups.values())}
        | more
    }


def profile(imports: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    head = {"title": "Harbour baseline", "version": "1", "oscal-version": "1.0.4"}
    return {"profile": {"uuid": "00000000-0000-4000-8000-000000000002", "metadata": head, "imports": imports} | more}


def including(href: str, *ids: str) -> dict[str, Any]:
    return {"href": href, "include-controls": [{"with-ids": list(ids)}]}


def write(path: Path, document: Any) -> Path:
    """Write a document as JSON or YAML, by the suffix."""
    if path.suffix == ".json":
        path.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    else:
        path.write_text(yaml.safe_dump(deepcopy(document), sort_keys=False, allow_unicode=True), "utf-8")
    return path


RICH_JSON: dict[str, Any] = {
    "catalog": {
        "uuid": "00000000-0000-4000-8000-000000000003",
        "metadata": {
            "title": "Harbour rules",
            "version": "3",
            "oscal-version": "1.1.2",
            "remarks": "For ships and *quays*.",
            "parties": [{"uuid": "u1", "type": "organization", "name": "Harbour office"}],
        },
        "params": [{"id": "tide", "label": "tide"}],
        "groups": [
            {
                "id": "hb",
                "title": "Berths",
                "parts": [{"name": "overview", "prose": "Where ships lie."}],
                "controls": [
                    {
                        "id": "hb-1",
                        "class": "harbour",
                        "title": "Moor `fast`",
                        "params": [
                            {
                                "id": "hb-1_p1",
                                "label": "ropes",
                                "guidelines": [{"prose": "How many ropes."}],
                            },
                            {
                                "id": "hb-1_p2",
                                "select": {
                                    "how-many": "one-or-more",
                                    "choice": ["by day", "at {{ insert: param, tide }} "],
                                },
                            },
                            {"id": "hb-1_p3", "label": "hours", "values": ["two", "three"]},
                        ],
                        "props": [prop("label", "HB-1"), prop("sort-id", "hb-01")],
                        "links": [
                            {"href": "#hb-1.1", "rel": "related"},
                            {"href": "#zz-9", "rel": "related"},
                        ],
                        "parts": [
                            {
                                "id": "hb-1_smt",
                                "name": "statement",
                                "prose": "The master:",
                                "parts": [
                                    {
                                        "id": "hb-1_smt.a",
                                        "name": "item",
                                        "props": [prop("label", "a.")],
                                        "prose": "moors with {{ insert: param, hb-1_p1 }} ;",
                                    },
                                    {
                                        "id": "hb-1_smt.b",
                                        "name": "item",
                                        "props": [prop("label", "b.")],
                                        "prose": "reports:",
                                        "parts": [
                                            {
                                                "id": "hb-1_smt.b.1",
                                                "name": "item",
                                                "props": [prop("label", "(1)")],
                                                "prose": "{{ insert: param, hb-1_p2 }}; and",
                                            },
                                            {
                                                "id": "hb-1_smt.b.2",
                                                "name": "item",
                                                "props": [prop("label", "(2)")],
                                                "prose": "within {{ insert: param, hb-1_p3 }} hours.",
                                            },
                                        ],
                                    },
                                ],
                            },
                            {
                                "id": "hb-1_gdn",
                                "name": "guidance",
                                "prose": 'See [HB-2](#hb-2) , and "the 2 \\* 3 rule".\n\nThen:\n\n'
                                "- *first* ropes\n- **then** steam\n\n1. bow\n2. stern",
                            },
                            {
                                "id": "hb-1_obj",
                                "name": "assessment-objective",
                                "props": [prop("label", "HB-01", **{"class": "sp800-53a"})],
                                "parts": [
                                    {
                                        "id": "hb-1_obj.a",
                                        "name": "assessment-objective",
                                        "props": [prop("label", "HB-01a.[01]")],
                                        "prose": "ropes are set;",
                                        "links": [{"href": "#hb-1_smt.a", "rel": "assessment-for"}],
                                    },
                                    {
                                        "id": "hb-1_obj.b",
                                        "name": "assessment-objective",
                                        "props": [prop("label", "HB-01b.")],
                                        "prose": "there are reports;",
                                        "links": [{"href": "#hb-1_smt.b", "rel": "assessment-for"}],
                                    },
                                ],
                            },
                            {
                                "name": "assessment-method",
                                "props": [prop("method", "EXAMINE")],
                                "parts": [{"name": "assessment-objects", "prose": "the log\n\nthe ropes"}],
                            },
                        ],
                        "controls": [
                            {
                                "id": "hb-1.1",
                                "class": "harbour",
                                "title": "Spare ropes",
                                "props": [prop("label", "HB-1 (1)"), prop("sort-id", "hb-01.01")],
                                "parts": [{"id": "hb-1.1_smt", "name": "statement", "prose": "Keep spare ropes."}],
                            }
                        ],
                    },
                    {
                        "id": "hb-2",
                        "class": "harbour",
                        "title": "Lanterns",
                        "props": [prop("label", "HB-2"), prop("sort-id", "hb-02"), prop("status", "withdrawn")],
                        "links": [{"href": "#hb-1_smt.a", "rel": "incorporated-into"}],
                    },
                ],
            }
        ],
    }
}

RICH_XML = """<?xml version="1.0" encoding="UTF-8"?>
<!-- the same as RICH_JSON -->
<catalog xmlns="http://csrc.nist.gov/ns/oscal/1.0" uuid="00000000-0000-4000-8000-000000000003">
  <metadata>
    <title>Harbour
      rules</title>
    <version>3</version>
    <oscal-version>v1.1.2</oscal-version>
    <party uuid="u1" type="organization"><name>Harbour office</name></party>
    <remarks><p>For ships and <em>quays</em>.</p></remarks>
  </metadata>
  <param id="tide"><label>tide</label></param>
  <group id="hb">
    <title>Berths</title>
    <part name="overview"><p>Where ships lie.</p></part>
    <control id="hb-1" class="harbour">
      <title>Moor <code>fast</code></title>
      <param id="hb-1_p1"><label>ropes</label><guideline><p>How many ropes.</p></guideline></param>
      <param id="hb-1_p2">
        <select how-many="one-or-more">
          <choice>by day</choice>
          <choice>at <insert type="param" id-ref="tide"/>
          </choice>
        </select>
      </param>
      <param id="hb-1_p3"><label>hours</label><value>two</value><value>three</value></param>
      <prop name="label" value="HB-1"/>
      <prop name="sort-id" value="hb-01"/>
      <link href="#hb-1.1" rel="related"/>
      <link href="#zz-9" rel="related"/>
      <part id="hb-1_smt" name="statement">
        <p>The master:</p>
        <part id="hb-1_smt.a" name="item">
          <prop name="label" value="a."/>
          <p>moors with <insert type="param" id-ref="hb-1_p1"/> ;</p>
        </part>
        <part id="hb-1_smt.b" name="item">
          <prop name="label" value="b."/>
          <p>reports:</p>
          <part id="hb-1_smt.b.1" name="item">
            <prop name="label" value="(1)"/>
            <p>
              <insert type="param" id-ref="hb-1_p2"/>; and</p>
          </part>
          <part id="hb-1_smt.b.2" name="item">
            <prop name="label" value="(2)"/>
            <p>within <insert type="param" id-ref="hb-1_p3"/> hours.</p>
          </part>
        </part>
      </part>
      <part id="hb-1_gdn" name="guidance">
        <p>See <a href="#hb-2">HB-2</a> , and <q>the 2 * 3 rule</q>.</p>
        <p>Then:</p>
        <ul><li><em>first</em> ropes</li><li><strong>then</strong> steam</li></ul>
        <ol><li>bow</li><li>stern</li></ol>
      </part>
      <part id="hb-1_obj" name="assessment-objective">
        <prop name="label" value="HB-01" class="sp800-53a"/>
        <part id="hb-1_obj.a" name="assessment-objective">
          <prop name="label" value="HB-01a.[01]"/>
          <p>ropes are set;</p>
          <link href="#hb-1_smt.a" rel="assessment-for"/>
        </part>
        <part id="hb-1_obj.b" name="assessment-objective">
          <prop name="label" value="HB-01b."/>
          <p>there are reports;</p>
          <link href="#hb-1_smt.b" rel="assessment-for"/>
        </part>
      </part>
      <part name="assessment-method">
        <prop name="method" value="EXAMINE"/>
        <part name="assessment-objects"><p>the log</p><p>the ropes</p></part>
      </part>
      <control id="hb-1.1" class="harbour">
        <title>Spare ropes</title>
        <prop name="label" value="HB-1 (1)"/>
        <prop name="sort-id" value="hb-01.01"/>
        <part id="hb-1.1_smt" name="statement"><p>Keep spare ropes.</p></part>
      </control>
    </control>
    <control id="hb-2" class="harbour">
      <title>Lanterns</title>
      <prop name="label" value="HB-2"/>
      <prop name="sort-id" value="hb-02"/>
      <prop name="status" value="withdrawn"/>
      <link href="#hb-1_smt.a" rel="incorporated-into"/>
    </control>
  </group>
</catalog>
"""
