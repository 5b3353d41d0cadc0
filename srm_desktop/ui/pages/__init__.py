"""The pages beside the walk: the overview, the responsibility map, all evidence, the history, and the inbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from srm_desktop.ui.inbox_watch import InboxWatch
    from srm_desktop.ui.pages.page import Page
    from srm_desktop.ui.session import Session


def make(key: str, session: Session, watch: InboxWatch) -> Page:
    """The page with this key: overview, map, evidence, history or inbox. Its modules are imported now, not before."""
    if key == "overview":
        from srm_desktop.ui.pages.overview_page import OverviewPage

        return OverviewPage(session)
    if key == "map":
        from srm_desktop.ui.pages.map_page import MapPage

        return MapPage(session)
    if key == "evidence":
        from srm_desktop.ui.pages.evidence_page import EvidencePage

        return EvidencePage(session)
    if key == "history":
        from srm_desktop.ui.pages.history_page import HistoryPage

        return HistoryPage(session)
    if key == "inbox":
        from srm_desktop.ui.pages.inbox_page import InboxPage

        return InboxPage(session, watch)
    raise KeyError(key)
