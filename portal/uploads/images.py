"""Pictures, drawn anew from their colours alone: the only file that knows Pillow.

What goes in is what somebody has sent; what comes out was written by us. Where it was taken, by which device, what was
cut away or hidden behind the picture and what another program would make of it are left behind. It is run in a process
of its own (``confined.py``), which ends when a picture takes too much memory or time.
"""

import io
from enum import StrEnum

from PIL import Image, ImageOps, UnidentifiedImageError

# More than a phone takes or a long page on a screen has; in memory at most 160 MB.
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 30_000
JPEG_QUALITY = 88
FORMATS = {"png": "PNG", "jpg": "JPEG"}
_OPAQUE, _TRANSPARENT, _GREY = "RGB", "RGBA", "L"


class Fault(StrEnum):
    """What is wrong with a picture."""

    DAMAGED = "damaged"
    TOO_MANY_PIXELS = "too_many_pixels"


class NotAPicture(Exception):
    """The picture cannot be drawn anew; ``fault`` says why."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault)


def drawn_anew(content: bytes, format_: str) -> bytes:
    """The picture in the bytes, ``png`` or ``jpg``, the right way up and with nothing but its colours.

    Of one that moves, the first picture is kept. Raises NotAPicture.
    """
    # Ours is the limit, and it is asked before any picture is unpacked; Pillow's would only give a warning.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(io.BytesIO(content), formats=(FORMATS[format_],)) as opened:
            if opened.width * opened.height > MOST_PIXELS or max(opened.size) > LONGEST_SIDE:
                raise NotAPicture(Fault.TOO_MANY_PIXELS)
            upright = ImageOps.exif_transpose(opened)
            plain = upright.convert(_mode_for(upright, format_))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError) as bad:
        # The ways in which Pillow finds a picture broken.
        raise NotAPicture(Fault.DAMAGED) from bad
    # What else was known of the picture goes with the object that knew it.
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    written = io.BytesIO()
    if format_ == "jpg":
        bare.save(written, "JPEG", quality=JPEG_QUALITY)
    else:
        bare.save(written, "PNG")
    return written.getvalue()


def _mode_for(picture: Image.Image, format_: str) -> str:
    if format_ == "png" and picture.has_transparency_data:
        return _TRANSPARENT
    return _GREY if picture.mode in ("1", "L") else _OPAQUE
