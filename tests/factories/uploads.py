"""Files as people upload them, honest and hostile, made small."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from PIL import Image

CSV = 'name,"count, all"\nŵ 🙂,"=1+1"\n'.encode()
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff"
LONG_AGO = (1980, 1, 1, 0, 0, 0)
HTML = b"<!doctype html><script>alert(1)</script>"


def pdf(*, trailing: bytes = b"", comment: bytes = b"", pages: int = 1) -> bytes:
    """A PDF of empty pages, with a comment near its beginning and bytes after its end."""
    kids = b" ".join(b"%d 0 R" % (number + 3) for number in range(pages))
    bodies = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids)]
    bodies += [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"] * pages
    written, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + comment, []
    for number, body in enumerate(bodies, 1):
        places.append(len(written))
        written += b"%d 0 obj%sendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(bodies) + 1
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(written))
    return written + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + end + trailing


def picture(format_: str = "PNG", size: tuple[int, int] = (4, 2), mode: str = "RGB", **more: Any) -> bytes:
    """A small picture, red on its left half; ``more`` is what Pillow takes, such as ``exif``."""
    drawn = Image.new(mode, size, "white")
    drawn.paste("red", (0, 0, size[0] // 2, size[1]))
    written = io.BytesIO()
    drawn.save(written, format_, **more)
    return written.getvalue()


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


PDF = pdf()
PNG = picture()
JPG = picture("JPEG")
