"""What the tests of packages share: unpacking one, and checking with public tools all that it promises."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
import subprocess
import zipfile
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import bagit
from python_calamine import CalamineWorkbook

from srm_desktop.exchange.package_journal import RECIPE

SHA256SUM = shutil.which("sha256sum")
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def unpack(archive: Path, folder: Path) -> Path:
    """Unzip a package as people do, and give its payload folder."""
    with zipfile.ZipFile(archive) as opened:
        names = opened.namelist()
        tops = {name.split("/")[0] for name in names}
        assert len(tops) == 1, tops
        for name in names:
            assert not name.startswith("/") and "\\" not in name and ".." not in name.split("/")
        assert len({name.upper().casefold() for name in names}) == len(names), "also where case does not count"
        assert max(map(len, names)) <= 170, "room for the folders of whoever unzips it on Windows"
        opened.extractall(folder)
    return folder / tops.pop() / "data"


def manifest_of(data: Path) -> dict[str, str]:
    lines = (data.parent / "manifest-sha256.txt").read_text("utf-8").splitlines()
    return {path: digest for digest, path in (line.split("  ", 1) for line in lines)}


def index_of(data: Path) -> list[dict[str, str]]:
    with (data / "evidence-index.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def links_of(data: Path) -> list[tuple[str, str, str]]:
    """Sheet, cell and target of every link that leads out of the matrix."""
    found = []
    titles = CalamineWorkbook.from_path(data / "matrix.xlsx").sheet_names
    with zipfile.ZipFile(data / "matrix.xlsx") as book:
        for number, title in enumerate(titles, 1):
            relations = f"xl/worksheets/_rels/sheet{number}.xml.rels"
            if relations not in book.namelist():
                continue
            outside = {
                one.get("Id"): one.get("Target", "")
                for one in ElementTree.fromstring(book.read(relations))
                if one.get("TargetMode") == "External"
            }
            sheet = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
            for link in sheet.iter(f"{_SHEET}hyperlink"):
                if link.get(_RELATION) in outside:
                    found.append((title, link.get("ref", ""), outside[link.get(_RELATION)]))
    return found


def evidence_rows(data: Path) -> list[dict[str, object]]:
    headings, *rows = CalamineWorkbook.from_path(data / "matrix.xlsx").get_sheet_by_name("Evidence").to_python()
    made = [dict(zip(map(str, headings), row, strict=False)) for row in rows]
    return [row for row in made if row.get("SHA-256")]


def page_links(data: Path) -> list[str]:
    class Links(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.open: list[str] = []
            self.links: list[str] = []
            self.ids: set[str] = set()

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert tag not in ("script", "img", "iframe", "object", "link"), tag
            named = dict(attrs)
            assert not [name for name in named if name.startswith("on")]
            if tag not in ("meta", "br"):
                self.open.append(tag)
            if named.get("id"):
                assert named["id"] not in self.ids
                self.ids.add(str(named["id"]))
            if tag == "a":
                self.links.append(str(named["href"]))

        def handle_endtag(self, tag: str) -> None:
            assert self.open.pop() == tag, (tag, self.getpos())

    reader = Links()
    reader.feed((data / "index.html").read_text("utf-8"))
    reader.close()
    assert reader.open == []
    for link in reader.links:
        if link.startswith("#"):
            assert unescape(link[1:]) in reader.ids
    return [link for link in reader.links if not link.startswith("#")]


def check(data: Path, *, whole: bool = False) -> None:
    """Everything that a package promises; `whole` says that nothing of the journal was left out."""
    bagit.Bag(str(data.parent)).validate()
    if SHA256SUM:
        command = [SHA256SUM, "--check", "--quiet", "--strict", "manifest-sha256.txt"]
        subprocess.run(command, cwd=data.parent, check=True, capture_output=True, timeout=60)
    manifest = manifest_of(data)
    assert set(manifest) == {p.relative_to(data.parent).as_posix() for p in data.rglob("*") if p.is_file()}
    index = index_of(data)
    assert {f"data/{row['path']}": row["sha256"] for row in index} == {
        path: digest for path, digest in manifest.items() if path.startswith("data/evidence/")
    }
    rows = evidence_rows(data)
    assert [(r["ID"], r["File"], r["SHA-256"]) for r in rows] == [(r["id"], r["path"], r["sha256"]) for r in index]
    check_links(data, rows)
    for link in page_links(data):
        assert (data / unquote(link)).is_file(), link
    check_journal(data, whole=whole)


def check_links(data: Path, rows: list[dict[str, object]]) -> None:
    links = links_of(data)
    files = {ref: target for sheet, ref, target in links if sheet == "Evidence"}
    assert len(files) == len(rows)
    for ref, target in files.items():
        row = rows[int(re.sub(r"\D", "", ref)) - 2]
        assert hashlib.sha256((data / unquote(target)).read_bytes()).hexdigest() == row["SHA-256"]
    for _, _, target in links:
        assert (data / unquote(target)).is_file(), target
        assert not re.match(r"[a-z]+:|/", target), "relative"


def check_journal(data: Path, *, whole: bool) -> None:
    entries = [json.loads(line) for line in (data / "journal.jsonl").read_text("utf-8").split("\n")[:-1]]
    info = dict(line.split(": ", 1) for line in (data.parent / "bag-info.txt").read_text("utf-8").splitlines())
    assert (entries[-1]["sha256"], str(len(entries))) == (info["Journal-Head"], info["Journal-Length"])
    if whole:
        assert not [entry for entry in entries if "redacted" in entry]
    printed: list[str] = []
    with (data / "journal.jsonl").open(encoding="utf-8") as stream:
        exec(RECIPE, {"print": printed.append, "open": lambda *_path, **_encoding: stream})
    assert printed == [info["Journal-Head"]]
    readme = (data / "README.txt").read_text("utf-8")
    assert RECIPE in readme and info["Journal-Head"] in readme
