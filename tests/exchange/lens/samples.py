"""Files for looks, made in memory: honest ones and hostile ones."""

import io
import struct
import zipfile
import zlib

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def zipped(files: dict[str, bytes | str], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packing) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def docx(body: str, head: str = "", **more: bytes | str) -> bytes:
    files = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f'<?xml version="1.0"?>{head}<w:document {_W}><w:body>{body}</w:body></w:document>',
    }
    return zipped(files | {name.replace("__", "/").replace("_xml", ".xml"): data for name, data in more.items()})


def paragraph(text: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def core(modified: str) -> str:
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dcterms="http://purl.org/dc/terms/">'
        f"<dcterms:modified>{modified}</dcterms:modified></cp:coreProperties>"
    )


def pdf(*pages: str, info: str = "", page: str = "", catalog: str = "") -> bytes:
    """A PDF with a line of text on each page of 200 by 100 points."""
    objects = [f"<< /Type /Catalog /Pages 2 0 R {catalog}>>"]
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects.append(f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for n, text in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] {page} /Contents {5 + 2 * n} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        stream = f"BT /F1 12 Tf 20 70 Td ({text}) Tj ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects.append(f"<< {info} >>")
    data = b"%PDF-1.7\n"
    places = []
    for number, told in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{told}\nendobj\n".encode("latin-1")
    table = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = f"<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>"
    return data + f"trailer {trailer}\nstartxref\n{table}\n%%EOF\n".encode()


def png(width: int, height: int) -> bytes:
    """A black picture of one bit for each pixel, however large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    squeeze = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    rows = b"".join(squeeze.compress(row) for _ in range(height)) + squeeze.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def zip_bomb() -> bytes:
    """Sixteen files of 100 MB of zeros each, in some 1.6 MB."""
    squeeze = zlib.compressobj(9)
    piece = bytes(1_000_000)
    packed = b"".join(squeeze.compress(piece) for _ in range(100)) + squeeze.flush()
    raw, size, check = packed[2:-4], 100_000_000, zlib.crc32(bytes(100_000_000))
    data, listed = b"", b""
    for n in range(16):
        name = f"zeros {n}.bin".encode()
        common = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, check, len(raw), size, len(name), 0)
        listed += b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, len(data)) + name
        data += b"PK\x03\x04" + common + name + raw
    return data + listed + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 16, 16, len(listed), len(data), 0)


def laughs(element: str) -> str:
    """A document type in which each entity is ten of the one before: 10 GB of letters."""
    entities = ['<!ENTITY a0 "ha ha ha ha">']
    entities += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    return f"<!DOCTYPE {element} [{''.join(entities)}]>"


def svg_bomb() -> bytes:
    """Each group uses the one before ten times: a drawing of ten billion circles, in 2 kB."""
    groups = ['<g id="g0"><circle r="5"/></g>']
    groups += [f'<g id="g{n}">' + f'<use href="#g{n - 1}"/>' * 10 + "</g>" for n in range(1, 11)]
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(groups)}<use href="#g10"/></svg>'.encode()
