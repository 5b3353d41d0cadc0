"""Every command of the window, in its menu, with its keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from srm_desktop import settings
from srm_desktop.domain.vocabulary import Origination, Result, Review, Status
from srm_desktop.ui.menus import ALWAYS, SEPARATOR, WRITE, Item, Menu
from srm_desktop.ui.words import sign

if TYPE_CHECKING:
    from srm_desktop.ui.main_window import MainWindow

WALK_KEYS = (
    ("Space", "Next control that is still open"),
    ("0 ... 5", "Mark: not started, planned, partial, implemented, alternative, not applicable"),
    ("0 ... 3", "On an objective: not assessed, satisfied, other than satisfied, not applicable"),
    ("Alt+0 ... 5", "Add or take away one status"),
    ("Letters", "Type into the statement"),
    ("Tab", "Leave a field"),
    ("Shift+Up, Shift+Down", "Select several; marks act on all of them"),
)
"""Keys that are no menu items: they work in the list and on the control page, outside fields that take text."""


PIECE_KEYS = (
    ("Enter", "Details of the selected pieces"),
    ("F7, F8", "Accept, reject; once more takes it back"),
    ("F9", "The day it was collected is right"),
    ("Ctrl+L", "Link to further controls (evidence page)"),
    ("Ctrl+Shift+E", "Extract (evidence page)"),
    ("Delete", "Detach from the control; remove (evidence page)"),
    ("Ctrl+Shift+N", "New version of the selected piece"),
    ("Ctrl+Shift+H", "Its versions"),
    ("Ctrl+Shift+D", "Compare it with the version before, or two selected pieces"),
    ("Ctrl+Shift+O", "Open a read-only copy"),
    ("Ctrl+H", "History of the selected piece"),
    ("Ctrl+C", "Copy ids and titles"),
)
"""Keys in tables of evidence."""

ID_STYLES = (
    ("nist", "As the &catalog has them", "AC-2(3)"),
    ("nist-padded", "With &zeros, as in SP 800-53A", "AC-02(03)"),
    ("nist-spaced", "With a &space", "AC-2 (3)"),
    ("oscal", "&OSCAL", "ac-2.3"),
    ("fedramp", "&FedRAMP", "AC-2(3), AC-02(03)[01]"),
    ("cmmc", "C&MMC", "AC-2(3), AC.L2-3.1.1"),
)
"""The ways to show control ids: the word of `settings.ID_STYLES`, what it is called, and how ids look in it."""


def menu_tree(window: MainWindow) -> list[Menu]:
    """The menus of the main window."""
    return [
        _assessment(window),
        _edit(window),
        _control(window),
        _evidence(window),
        _exchange(window),
        _view(window),
        _help(window),
    ]


def _assessment(window: MainWindow) -> Menu:
    do = window.commands
    return (
        "&Assessment",
        [
            Item("&New…", do.new, ("Ctrl+N",), ALWAYS, icon="file-plus"),
            Item("&Open…", do.open, ("Ctrl+O",), ALWAYS, icon="folder-open"),
            ("Open &recent", []),
            Item("Open the sam&ple", do.open_sample, when=ALWAYS),
            SEPARATOR,
            Item("Save a &copy…", window.handing.save_copy, ("Ctrl+Shift+S",), icon="copy"),
            Item("&Details…", do.details, ("Ctrl+I",), WRITE, icon="pencil-simple"),
            Item("&Services in scope…", do.services, ("Ctrl+Shift+V",), WRITE, icon="stack"),
            Item("&Who is working…", do.who, when=ALWAYS),
            Item("Co&mpact…", window.handing.compact, when=WRITE),
            SEPARATOR,
            Item("&Close", do.close, ("Ctrl+W",)),
            Item("&Quit", window.close, ("Ctrl+Q",), ALWAYS),
        ],
    )


def _edit(window: MainWindow) -> Menu:
    return (
        "&Edit",
        [
            Item("&Undo", window.undo, ("Ctrl+Z",), WRITE, icon="arrow-counter-clockwise"),
            Item("&Redo", window.redo, ("Ctrl+Shift+Z", "Ctrl+Y"), WRITE, icon="arrow-clockwise"),
            SEPARATOR,
            Item("&Filter the list", window.stack.walking(window.walk.list.text.setFocus), ("Ctrl+F",), icon="funnel"),
            Item("&Clear filters", window.stack.walking(window.walk.list.clear), ("Ctrl+Shift+F",)),
            Item("&Search everything", lambda: window.search.begin(), ("Ctrl+K",), icon="magnifying-glass"),
        ],
    )


def _control(window: MainWindow) -> Menu:
    walk, walking = window.walk, window.stack.walking
    return (
        "&Control",
        [
            Item("&Next open control", walking(walk.next_open), ("Ctrl+Return", "Ctrl+Enter"), icon="arrow-right"),
            Item("Control &below", walking(lambda: walk.step(1)), ("Ctrl+Down",)),
            Item("Control &above", walking(lambda: walk.step(-1)), ("Ctrl+Up",)),
            SEPARATOR,
            *_marks(window),
            _origination(window),
            Item("&Flag for another look", walking(walk.flag), ("Ctrl+B",), WRITE, icon="flag"),
            Item(
                "Write the s&tatement", walking(lambda: walk.page.focus_statement()), ("F2",), WRITE, icon="pencil-line"
            ),
        ],
    )


def _marks(window: MainWindow) -> list[Menu]:
    """What can be set on a control or a part: status, result, review state."""
    walk, walking = window.walk, window.stack.walking
    return [
        (
            "&Status",
            [
                Item(
                    f"{sign(word).word}\t{n}", walking(partial(walk.mark_status, word)), when=WRITE, name=f"Mark {word}"
                )
                for n, word in enumerate(Status)
            ],
        ),
        (
            "&Result",
            [
                Item(
                    sign(word).word, walking(partial(walk.mark_result, word)), (f"Ctrl+Shift+{n}",), WRITE,
                    f"Result {word}",
                )
                for n, word in enumerate(Result)
            ],
        ),
        (
            "Re&view",
            [
                Item(sign(word).word, walking(partial(walk.mark_review, word)), when=WRITE, name=f"Review {word}")
                for word in Review
            ],
        ),
    ]  # fmt: skip


def _origination(window: MainWindow) -> Menu:
    def item(title: str, word: Origination | None) -> Item:
        act = window.stack.walking(partial(window.walk.mark_origination, word))
        return Item(title, act, when=WRITE, name=f"Origination {word or 'none'}")

    return ("&Origination", [*(item(word.capitalize(), word) for word in Origination), SEPARATOR, item("&None", None)])


def _evidence(window: MainWindow) -> Menu:
    walk = window.walk
    return (
        "Evi&dence",
        [
            Item("&Attach files…", window.stack.walking(walk.ask_files), ("Ctrl+Shift+A",), WRITE, icon="paperclip"),
            Item("Attach a f&older…", window.stack.walking(walk.ask_folder), when=WRITE, icon="folder-plus"),
            Item("&Paste as evidence", window.inbox.paste, ("Ctrl+V",), WRITE, icon="clipboard"),
            Item(
                "&Link what is offered",
                window.stack.walking(lambda: walk.page.evidence.link_offered()),
                ("Ctrl+Shift+L",),
                WRITE,
                icon="link",
            ),
            Item(
                "&How fresh it must be…",
                window.stack.walking(lambda: walk.page.evidence.ask_rule()),
                ("Ctrl+Shift+R",),
                WRITE,
                icon="clock",
            ),
            Item("&Enlarge the preview", window.enlarge, ("F6",), icon="arrows-out"),
            SEPARATOR,
            Item("&Watch a folder…", window.inbox.watch_folder, icon="folder-open"),
            SEPARATOR,
            Item("E&xtract all…", window.handing.extract, icon="download-simple"),
        ],
    )


def _exchange(window: MainWindow) -> Menu:
    return (
        "E&xchange",
        [
            Item("&Add catalog…", window.commands.add_catalog, ("Ctrl+Shift+C",), WRITE, icon="file-plus"),
            SEPARATOR,
            Item("&Export the matrix…", window.handing.export, ("Ctrl+E",), icon="table"),
            Item("&Package for the assessor…", window.handing.package, ("Ctrl+Shift+P",), icon="package"),
            SEPARATOR,
            Item("Export the &history…", window.handing.export_history, icon="table"),
            Item("&Verify the file", window.handing.verify, ("Ctrl+Shift+Y",), icon="shield-check"),
        ],
    )


def _view(window: MainWindow) -> Menu:
    from srm_desktop.ui.navigation import PAGES

    pages: list[Item | Menu | None] = [
        Item(f"&{title}", partial(window.show_page, key), (f"Ctrl+{n}",)) for n, (key, title) in enumerate(PAGES, 1)
    ]
    known = settings.load()
    themes: list[Item | Menu | None] = [
        Item(title, partial(window.set_theme, choice), when=ALWAYS, group="theme", on=choice == known.theme)
        for title, choice in (("Like the &system", "system"), ("&Light", "light"), ("&Dark", "dark"))
    ]
    styles: list[Item | Menu | None] = [
        Item(
            f"{title}\t{example}", partial(window.set_id_style, style), when=ALWAYS, name=f"Control ids {style}",
            group="id_style", on=style == known.id_style,
        )
        for style, title, example in ID_STYLES
    ]  # fmt: skip
    return ("&View", [*pages, SEPARATOR, ("&Theme", themes), ("Control &ids", styles)])


def _help(window: MainWindow) -> Menu:
    return (
        "&Help",
        [
            Item("&Keys", window.show_shortcuts, ("F1",), ALWAYS, icon="keyboard"),
            Item("AWS's page on shared &responsibility", window.commands.model_page, when=ALWAYS, icon="globe"),
            SEPARATOR,
            Item("&About SRM Desktop", window.commands.about, when=ALWAYS, icon="info"),
        ],
    )
