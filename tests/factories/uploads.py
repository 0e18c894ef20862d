"""Files as people upload them, honest and hostile, made small."""

import io
import zipfile
from collections.abc import Mapping

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01"
CSV = 'name,"count, all"\nŵ 🙂,"=1+1"\n'.encode()
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff"
LONG_AGO = (1980, 1, 1, 0, 0, 0)
HTML = b"<!doctype html><script>alert(1)</script>"


def archive(entries: Mapping[str, bytes]) -> bytes:
    """A zip file with these entries, in order; the same entries give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(zipfile.ZipInfo(name, LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def docx(**more: bytes) -> bytes:
    """A Word document, as far as its entries go; ``more`` are entries beside those that make it one."""
    return archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>", **more})


def xlsx(**more: bytes) -> bytes:
    """An Excel workbook, as far as its entries go."""
    return archive({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<x/>", **more})


def odt(media_type: bytes = b"application/vnd.oasis.opendocument.text") -> bytes:
    """An OpenDocument file that says it is of this type."""
    return archive({"mimetype": media_type, "content.xml": b"<o/>"})
