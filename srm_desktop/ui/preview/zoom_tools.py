"""The tools for sizes: smaller, how large it is, larger."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from srm_desktop.ui.widgets import button, named


class ZoomTools(QWidget):
    """Three buttons; the one in the middle says the size and goes between fitted and actual."""

    def __init__(self, zoom: Callable[[int], object], fitted: str = "Fitted") -> None:
        """`zoom` is told 1, -1 or 0; `fitted` is what the size is called that fits."""
        super().__init__()
        named(self, "preview_zoom_tools", "Size")
        self._fitted = fitted
        self.out = named(button("−", lambda: zoom(-1), kind="flat", tip="Smaller (−)"), "preview_zoom_out", "Smaller")
        self.size_button = named(button("", lambda: zoom(0), kind="flat", tip="As it fits, or in its own size (0)"), "preview_zoom")
        self.into = named(button("+", lambda: zoom(1), kind="flat", tip="Larger (+)"), "preview_zoom_in", "Larger")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for made in (self.out, self.size_button, self.into):
            made.setStyleSheet("padding: 3px 6px;")
            row.addWidget(made)

    def tell(self, scale: float, *, fitted: bool) -> None:
        """Show how large it is."""
        percent = f"{scale:.0%}".replace("%", " %")
        text = f"{self._fitted}, {percent}" if fitted else percent
        self.size_button.setText(text)
        self.size_button.setAccessibleName(f"Size: {text}")
