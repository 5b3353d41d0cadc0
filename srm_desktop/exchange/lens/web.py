"""The words of a page, without its marks, scripts and styles."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = (
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "fieldset", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table",
    "title", "tr", "ul",
)  # fmt: skip
_SILENT = ("script", "style", "template", "noscript")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BLOCKS:
            self.said.append("\n")
        elif tag in ("td", "th"):
            self.said.append("\t")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.said.append(data if "\n" not in data.strip() else " ".join(data.split()))


def text_of_html(html: str) -> str:
    """What a reader of the page would read, line by line."""
    words = _Words()
    words.feed(html)
    words.close()
    lines = (re.sub(r"[ \xa0]+", " ", line).strip(" ") for line in "".join(words.said).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"
