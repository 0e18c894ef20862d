"""Files that mean no good, or look as if they did."""

import io
import struct
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

from tests.factories.uploads import archive, docx, picture

SCRIPT = b"<html><script>alert(document.domain)</script></html>"
JPG_WITH_SCRIPT = b"GIF89a/*" + b"\x01\x00\x01\x00\x00\x00\x00" + b"*/=1;alert(1)//"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
WHERE_IT_WAS_TAKEN, TURNED = b"51 deg 27 north", (2, 4)
_TYPES = "[Content_Types].xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack("!L", len(content)) + kind + content + struct.pack("!L", zlib.crc32(kind + content))


def picture_bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of some hundred bytes that says it is very large."""
    header = struct.pack("!LLBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (_chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(bytes(9_000))), _chunk(b"IEND", b""))
    )


def photograph() -> bytes:
    """A JPEG lying on its side that says where it was taken."""
    known = Image.Exif()
    known[0x0112] = 6  # orientation: turn it to the right
    known[0x9286] = WHERE_IT_WAS_TAKEN  # the comment of whoever took it
    known.get_ifd(0x8825)[1] = "N"  # where on earth
    known.get_ifd(0x8825)[2] = (51.0, 27.0, 0.0)
    return picture("JPEG", (4, 2), exif=known)


def moving_picture() -> bytes:
    """A PNG of two pictures, one after the other."""
    return picture("PNG", save_all=True, append_images=[Image.new("RGB", (4, 2), "blue")])


def office_bomb(megabytes: int = 201) -> bytes:
    """A Word document that unpacks to very much."""
    return docx(**{"word/media.xml": bytes(megabytes * 1024 * 1024)})


def office_bomb_that_lies() -> bytes:
    """The same, saying that it unpacks to a few bytes."""
    content, size = bytearray(office_bomb(1)), struct.pack("<L", 1024 * 1024)
    assert content.count(size) == 2  # in the entry and in the list of entries
    return bytes(content).replace(size, struct.pack("<L", 100))


def docx_with(part: str, content: bytes) -> bytes:
    """A Word document with one part more."""
    return docx(**{part: content})


def docx_from_template(kind: str = "attachedTemplate", declared: str = "") -> bytes:
    """A Word document that takes a part from an address; ``declared`` comes before all else in the list of parts."""
    relation = f'<Relationship Id="r" Type="{_OFFICE}/{kind}" Target="http://x.example/t" TargetMode="External"/>'
    text = f'{declared}<Relationships xmlns="{_RELATIONS}">{relation}</Relationships>'
    return docx_with("word/_rels/settings.xml.rels", text.encode("utf-16"))


def odt_with_picture_elsewhere() -> bytes:
    """An OpenDocument text whose picture is at an address, under another name for the same namespace."""
    text = '<o xmlns:x="http://www.w3.org/1999/xlink"><image x:href="https://x.example/p.png"/></o>'
    return archive({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": text.encode()})


def _saved(document: pikepdf.Pdf, lock: pikepdf.Encryption | None = None) -> bytes:
    written = io.BytesIO()
    document.save(written, encryption=lock)
    return written.getvalue()


def locked_pdf() -> bytes:
    """A PDF that opens with a password."""
    document = pikepdf.new()
    document.add_blank_page()
    return _saved(document, pikepdf.Encryption(owner="o", user="u"))


def pdf_of_its_program() -> bytes:
    """A PDF whose page says no more than that it wants another program."""
    document = pikepdf.new()
    document.add_blank_page()
    document.Root.NeedsRendering = True
    return _saved(document)


def pdf_that_acts() -> bytes:
    """A PDF that acts, reaches out and hides, in the places for it and in others."""
    document = pikepdf.new()
    page = document.add_blank_page().obj
    script = document.make_indirect(Dictionary(S=Name.JavaScript, JS="app.alert(1)"))
    launch = Dictionary(S=Name.Launch, F="cmd.exe")
    document.Root.OpenAction = script
    document.Root.AA = Dictionary(WC=script)
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["a", script])))
    document.attachments["run.exe"] = b"MZ\x90\x00hidden"
    document.Root.AcroForm = Dictionary(
        XFA=document.make_stream(b"<xdp/>"),
        Fields=Array([document.make_indirect(Dictionary(T="f", AA=Dictionary(K=script)))]),
    )
    page.AA = Dictionary(O=launch)
    page.Annots = Array(
        [
            Dictionary(
                Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=Dictionary(S=kind, URI="http://x.example")
            )
            for kind in (Name.URI, Name.SubmitForm, Name.GoToR, Name.ImportData)
        ]
    )
    picture_elsewhere = document.make_stream(b"", Type=Name.XObject, Subtype=Name.Image, F="http://x.example/i")
    page.Resources = Dictionary(XObject=Dictionary(I=picture_elsewhere), Odd=Dictionary(Next=Array([launch, script])))
    return _saved(document)
