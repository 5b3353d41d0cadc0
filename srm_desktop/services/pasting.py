"""What a clipboard holds, as evidence: a table becomes CSV, any other text stays text."""

from __future__ import annotations

from srm_desktop.exchange.clipboard_table import as_csv, table_in
from srm_desktop.services.attach import Pasted


def pasted_text(stem: str, text: str, html: str = "") -> Pasted | None:
    """The text of a clipboard as a file whose name begins with `stem`; None where it says nothing.

    A table (as HTML, or as text with tabs) becomes `.csv` with its cells as they are on the clipboard, all else `.txt`.
    """
    if rows := table_in(html, text):
        return Pasted(f"{stem}.csv", as_csv(rows))
    return Pasted(f"{stem}.txt", text.encode("utf-8", "replace")) if text.strip() else None
