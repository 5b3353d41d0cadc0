"""Changing the services in scope of the open assessment, with what that changes before it applies."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtWidgets import QWidget

from srm_desktop.domain.responsibility import Service, shorten
from srm_desktop.services import scope
from srm_desktop.services.assessments import Assessment
from srm_desktop.services.scope import Flip
from srm_desktop.ui.dialogs.chooser import ServiceChooser
from srm_desktop.ui.dialogs.entries import EntriesModel, EntriesView, Entry
from srm_desktop.ui.dialogs.frame import Frame, ask
from srm_desktop.ui.session import Session
from srm_desktop.ui.widgets import label, named
from srm_desktop.ui.words import id_text, sign

_ABOUT = "They decide which controls are AWS's, yours or shared."


class ServicesDialog(Frame):
    """The chooser, and under what is chosen the controls that would change hands."""

    def __init__(self, parent: QWidget | None, file: Assessment) -> None:
        """Starts with the services that are in scope."""
        super().__init__(
            parent,
            "services_dialog",
            "Services",
            heading="Which AWS services the system uses",
            about=_ABOUT,
            accept="Apply",
        )
        self._file = file
        self._before = scope.in_scope(file)
        self.chooser = ServiceChooser(self._before)
        self.chooser.changed.connect(self._foresee)
        self.difference = named(label(wrap=True), "services_difference", "what is different")
        self.flips_title = named(label("What changes", bold=True), "services_flips_title")
        self.flips = named(EntriesView(EntriesModel(), lead=14), "services_flips", "controls that would change hands")
        self.chooser.side.addSpacing(4)
        self.chooser.side.addWidget(self.flips_title)
        self.chooser.side.addWidget(self.difference)
        self.chooser.side.addWidget(self.flips, 1)
        self.body.addWidget(self.chooser, 1)
        self.roomy(1.7, 46)
        self.chooser.setFocus()

    def _foresee(self) -> None:
        services = self.chooser.services()
        flips = scope.preview(self._file, services)
        self.difference.setText(difference(self._before, services, len(flips)))
        self.difference.setMinimumHeight(self.difference.heightForWidth(self.difference.width()))
        self.flips.show_entries(flip_entries(flips))
        self.flips.setVisible(bool(flips))

    def collect(self) -> tuple[str, ...] | None:
        """The ids of what is chosen; None where that is what was in scope."""
        chosen = self.chooser.ids()
        return None if set(chosen) == {s.id for s in self._before} else chosen


def difference(before: Sequence[Service], after: Sequence[Service], flips: int) -> str:
    """What a change of services does, in sentences."""
    old, new = {s.id for s in before}, {s.id for s in after}
    added = shorten([s.name for s in after if s.id not in old], 2)
    removed = shorten([s.name for s in before if s.id not in new], 2)
    said = " ".join(f"{verb} {names}." for verb, names in (("Adds", added), ("Removes", removed)) if names)
    if not said:
        return "Nothing yet. Tick a service, or take one away, and see here which controls change hands."
    hands = {0: "No control changes", 1: "1 control changes"}.get(flips, f"{flips} controls change")
    return f"{said} {hands} hands. Nothing that you marked, wrote or attached is lost."


def flip_entries(flips: Sequence[Flip]) -> list[Entry]:
    """The controls that would change hands, under headings such as "Inherited → Shared"."""
    entries: list[Entry] = []

    def way(flip: Flip) -> tuple[int, int]:
        return flip.before.rank, flip.after.rank

    for _, some in groupby(sorted(flips, key=way), key=way):
        together = list(some)
        text = f"{sign(together[0].before).text}  →  {sign(together[0].after).text}"
        entries.append(Entry("", text, aside=str(len(together))))
        entries += [Entry(f.key, f.title, lead=id_text(f.key), tip=f"{id_text(f.key)} {f.title}") for f in together]
    return entries


def ask_services(parent: QWidget | None, session: Session) -> tuple[str, ...] | None:
    """The ids of the services that are to be in scope; None where the user left or nothing is different."""
    if session.file is None:
        return None
    answer: tuple[str, ...] | None = ask(ServicesDialog(parent, session.file))
    return answer
