"""A look at evidence inside the window, as data only: one viewer for each kind of look, made when it is first needed."""

from srm_desktop.ui.preview.pane import Preview

__all__ = ["Preview"]
