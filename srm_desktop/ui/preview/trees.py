"""JSON and YAML as a tree that folds, or as their text."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStackedWidget, QTreeView, QWidget

from srm_desktop.domain.look import TextLook, TreeLook
from srm_desktop.ui.preview.reading import Reading
from srm_desktop.ui.preview.texts import MOST_FOUND, TextViewer
from srm_desktop.ui.preview.tree_model import Node, TreeModel
from srm_desktop.ui.preview.viewer import LINES, Viewer
from srm_desktop.ui.widgets import button, named

FEW = 60
"""Values up to which all is unfolded at first."""


class TreeViewer(Viewer):
    """The tree, with a way to the text and back. Which of the two stays from one look to the next."""

    can_find = True

    def __init__(self) -> None:
        """Nothing is shown yet."""
        super().__init__()
        self.model = TreeModel()
        self.tree = _tree(self.model)
        self.text = TextViewer(wrap=False)
        self.unfold = named(button("Unfold all", self._unfold_all, kind="flat"), "preview_unfold", "Unfold all")
        self.fold = named(button("Fold all", self.tree.collapseAll, kind="flat"), "preview_fold", "Fold all")
        self.switch = named(button("As text", self._switch, kind="flat"), "preview_as_text", "Show the tree as text")
        self._both = QStackedWidget()
        self._both.addWidget(self.tree)
        self._both.addWidget(self.text)
        self.column.addWidget(self._both, 1)
        self.setFocusProxy(self.tree)
        self._hits: list[Node] = []
        self._at = -1
        self.text.found.connect(self.found)
        self.tree.expanded.connect(lambda _index: self.resized.emit())
        self.tree.collapsed.connect(lambda _index: self.resized.emit())

    @property
    def as_text(self) -> bool:
        """Whether the text is shown."""
        return self._both.currentWidget() is self.text

    def show_look(self, look: TreeLook, reading: Reading | None = None) -> None:
        self._hits, self._at = [], -1
        self.model.show_value(look.value)
        self.text.show_look(TextLook(look.text, look.form))
        few = sum(1 for _ in zip(range(FEW + 1), self.model.root.walk(), strict=False)) <= FEW
        if few:
            self.tree.expandAll()
        elif self.model.rowCount() == 1:
            self.tree.expandToDepth(0)
        self.tree.setCurrentIndex(self.model.index(0, 0))

    def clear(self) -> None:
        self.show_look(TreeLook({}, ""))

    @property
    def tools(self) -> tuple[QWidget, ...]:
        return (self.switch, self.unfold, self.fold)

    def wanted_height(self, width: int) -> int:
        if self.as_text:
            return self.text.wanted_height(width)
        rows = sum(1 for _ in zip(range(100), _shown(self.tree, self.model), strict=False))
        return rows * (self.tree.fontMetrics().height() + 8) + self.tree.header().sizeHint().height() + LINES

    def place(self) -> Any:
        return self.tree.verticalScrollBar().value(), self.text.place()

    def go_to(self, place: Any) -> None:
        self.tree.verticalScrollBar().setValue(place[0])
        self.text.go_to(place[1])

    def seek(self, text: str) -> None:
        if self.as_text:
            self.text.seek(text)
            return
        sought, self._hits = text.casefold(), []
        for node in self.model.root.walk() if sought else ():
            holds = isinstance(node.value, dict | list)
            if sought in node.name.casefold() or (not holds and sought in node.text.casefold()):
                self._hits.append(node)
                if len(self._hits) == MOST_FOUND:
                    break
        self._at = 0 if self._hits else -1
        self._show_hit()

    def seek_next(self, by: int) -> None:
        if self.as_text:
            self.text.seek_next(by)
        elif self._hits:
            self._at = (self._at + by) % len(self._hits)
            self._show_hit()

    def _show_hit(self) -> None:
        if self._hits:
            self.tree.setCurrentIndex(self.model.index_of(self._hits[self._at]))
            self.tree.scrollTo(self.tree.currentIndex())
        self.found.emit(self._at + 1, len(self._hits))

    def _unfold_all(self) -> None:
        self.tree.expandAll()
        self.resized.emit()

    def _switch(self) -> None:
        to_text = not self.as_text
        self._both.setCurrentWidget(self.text if to_text else self.tree)
        self.setFocusProxy(self.text if to_text else self.tree)
        self.switch.setText("As a tree" if to_text else "As text")
        for made in (self.unfold, self.fold):
            made.setEnabled(not to_text)
        self.setFocus()
        self.resized.emit()


def _tree(model: TreeModel) -> QTreeView:
    made = named(QTreeView(), "preview_tree", "Values")
    made.setModel(model)
    made.setProperty("kind", "framed")
    made.setUniformRowHeights(True)
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    made.setIndentation(16)
    made.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    made.header().setStretchLastSection(True)
    made.header().resizeSection(0, made.fontMetrics().averageCharWidth() * 36)
    return made


def _shown(tree: QTreeView, model: TreeModel) -> Any:
    """The rows that are not folded away."""
    index = model.index(0, 0)
    while index.isValid():
        yield index
        index = tree.indexBelow(index)
