"""The two palettes, light and dark, as data: every colour of the window is named here, once."""

from __future__ import annotations

from typing import NamedTuple


class Tone(NamedTuple):
    """The ink and the tint of a status: text on its own tint has a contrast of at least 4.5 : 1."""

    ink: str
    tint: str


class Palette(NamedTuple):
    """All colours of one scheme, as `#rrggbb`."""

    name: str
    page: str
    """What is written on: the control page, lists, fields."""
    pane: str
    """What lies around it: navigation, bars, dialogs."""
    raised: str
    """Buttons and headers."""
    line: str
    text: str
    quiet: str
    """Text of second rank; still 4.5 : 1 on page and pane."""
    accent: str
    on_accent: str
    selection: str
    """Behind a selected row; text on it stays `text`."""
    hover: str
    tones: dict[str, Tone]


LIGHT = Palette(
    name="light",
    page="#ffffff",
    pane="#f5f6f8",
    raised="#ebedf0",
    line="#d9dde3",
    text="#1c2128",
    quiet="#57606c",
    accent="#0a5fb4",
    on_accent="#ffffff",
    selection="#dbe9f8",
    hover="#eef2f7",
    tones={
        "neutral": Tone("#4d5663", "#eceff3"),
        "quiet": Tone("#57606c", "#f1f3f5"),
        "info": Tone("#0b57a4", "#e1edfa"),
        "progress": Tone("#7a4a00", "#fbeed6"),
        "good": Tone("#14652f", "#def3e4"),
        "warn": Tone("#8a4500", "#fde9d3"),
        "bad": Tone("#a3211f", "#fce4e2"),
        "aws": Tone("#3f4d63", "#e6eaf1"),
        "shared": Tone("#5b3a9e", "#ece6f8"),
        "customer": Tone("#0a5c63", "#dbf1f1"),
    },
)

DARK = Palette(
    name="dark",
    page="#1c1f24",
    pane="#23272d",
    raised="#2d3238",
    line="#3a4048",
    text="#e5e8ec",
    quiet="#a5adb8",
    accent="#6db3f8",
    on_accent="#0d1a27",
    selection="#26405c",
    hover="#2a2f36",
    tones={
        "neutral": Tone("#c2c9d2", "#333942"),
        "quiet": Tone("#a5adb8", "#2a2f36"),
        "info": Tone("#8cc4ff", "#1f3650"),
        "progress": Tone("#f2c674", "#40331a"),
        "good": Tone("#86d99e", "#1d3b28"),
        "warn": Tone("#ffb877", "#45301b"),
        "bad": Tone("#ff9c97", "#4a2523"),
        "aws": Tone("#b9c6da", "#2f3846"),
        "shared": Tone("#cdb8f5", "#382e50"),
        "customer": Tone("#84d8d8", "#1b3d40"),
    },
)
