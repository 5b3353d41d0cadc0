"""Which viewer shows which look. Each is imported and made when it is first needed."""

from __future__ import annotations

from srm_desktop.domain.kinds import Shape, shape
from srm_desktop.domain.look import (
    ArchiveLook,
    BytesLook,
    Look,
    MailLook,
    PdfLook,
    PictureLook,
    TableLook,
    TextLook,
    TreeLook,
)
from srm_desktop.ui.preview.viewer import Viewer


def viewer_key(look: Look, media_type: str) -> str:
    """Looks with the same key are shown by the same viewer."""
    prose = isinstance(look, TextLook) and shape(media_type) is Shape.DOCUMENT
    return "prose" if prose else type(look).__name__


def make_viewer(look: Look, media_type: str) -> Viewer:
    """A new viewer for a look."""
    match look:
        case PictureLook():
            from srm_desktop.ui.preview.pictures import PictureViewer

            return PictureViewer()
        case PdfLook():
            from srm_desktop.ui.preview.pdf import PdfViewer

            return PdfViewer()
        case TreeLook():
            from srm_desktop.ui.preview.trees import TreeViewer

            return TreeViewer()
        case TableLook():
            from srm_desktop.ui.preview.tables import TableViewer

            return TableViewer()
        case MailLook():
            from srm_desktop.ui.preview.mails import MailViewer

            return MailViewer()
        case ArchiveLook():
            from srm_desktop.ui.preview.archives import ArchiveViewer

            return ArchiveViewer()
        case BytesLook():
            from srm_desktop.ui.preview.hexes import HexViewer

            return HexViewer()
        case TextLook():
            from srm_desktop.ui.preview.texts import TextViewer

            return TextViewer(prose=viewer_key(look, media_type) == "prose")
