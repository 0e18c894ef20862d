"""Baking a credential into a picture, and taking it out again (Open Badges 3.0, part 5).

Taking out reads what strangers send: it looks for marks in bytes, parses nothing, and gives None for whatever it does
not find.
"""

import re
import struct
import zlib

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential"
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
_ROOT = re.compile(r"<svg\b[^>]*>")
_BAKED, _BAKED_ENDS = re.compile(rb"<openbadges:credential\b[^>]{0,200}>\s{0,200}<!\[CDATA\["), b"]]>"
# A picture of ours has six chunks; one with thousands was made to keep us busy.
MOST_CHUNKS = 200


def bake_svg(svg: str, content: str) -> bytes:
    """The picture with the credential as the first thing in it. ``content`` is JSON in ASCII."""
    # Inside a string of JSON this is the same character; anywhere else JSON has none.
    safe = content.replace(">", "\\u003e")
    root = _ROOT.search(svg)
    if root is None:
        raise ValueError("not an SVG")
    opening = root.group()[:-1] + f' xmlns:openbadges="{NAMESPACE}">'
    inside = f"<openbadges:credential><![CDATA[{safe}]]></openbadges:credential>"
    return (svg[: root.start()] + opening + inside + svg[root.end() :]).encode()


def bake_png(png: bytes, content: str) -> bytes:
    """The picture with the credential in one uncompressed iTXt chunk before the pixels; ``content`` is ASCII."""
    end = len(PNG_SIGNATURE) + 12 + struct.unpack(">I", png[8:12])[0]
    # Keyword; not compressed, by no method; no language, no translated keyword.
    data = KEYWORD + b"\0" + b"\0\0" + b"\0" + b"\0" + content.encode("ascii")
    return png[:end] + _chunk(b"iTXt", data) + png[end:]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def unbake_svg(content: bytes) -> bytes | None:
    """The credential in an SVG; None where there is none."""
    found = _BAKED.search(content)
    # Looked for once, from the first beginning: what begins thousands of times and never ends keeps nobody busy.
    end = content.find(_BAKED_ENDS, found.end()) if found else -1
    return content[found.end() : end] if found and end >= 0 else None


def unbake_png(content: bytes) -> bytes | None:
    """The credential in a PNG; None where there is none, or where it is compressed, which nobody may ask us to undo."""
    at = len(PNG_SIGNATURE)
    for _ in range(MOST_CHUNKS):
        if at + 12 > len(content):
            return None
        length = int.from_bytes(content[at : at + 4], "big")
        kind, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        if kind == b"iTXt" and data.startswith(KEYWORD + b"\0\0\0"):
            # Language and translated keyword, each ended by a zero, stand before the text.
            parts = data[len(KEYWORD) + 3 :].split(b"\0", 2)
            return parts[2] if len(parts) == 3 else None
        at += 12 + length
    return None
