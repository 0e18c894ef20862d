"""The catalogue as a file: read, written for people, compiled for the portal; alike on every machine and day."""

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

CATALOGUE: Final = Path(__file__).parent / "cy/LC_MESSAGES/messages.po"
# A file that is made anew stays the same while its words do.
NO_DAY: Final = datetime(2026, 1, 1, tzinfo=UTC)
HEADER: Final = """\
# The Welsh words of the public pages of the Social Media Friendly Mark.
# AWAITING A TRANSLATOR'S CHECK: no professional translator has read these yet. Until one has, the Welsh pages say so.
"""


def read(path: Path) -> Catalog:
    """The catalogue or template in the file; an empty one where there is no file."""
    if not path.exists():
        return Catalog(locale="cy")
    with path.open("rb") as file:
        return read_po(file, locale="cy", charset="utf-8")


def written(catalogue: Catalog) -> bytes:
    """The catalogue as a PO file, in the order of its English sentences, without the day on which it was written."""
    target = io.BytesIO()
    write_po(target, catalogue, width=0, no_location=True, omit_header=True, sort_output=True)
    head = f'{HEADER}msgid ""\nmsgstr ""\n"Language: cy\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    return f'{head}"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'.encode() + target.getvalue()


def untranslated(catalogue: Catalog) -> list[str]:
    """The English sentences that have no Welsh, or not in every form of the plural."""
    missing = []
    for message in catalogue:
        strings = (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))
        if message.id and not all(strings):
            missing.append(message.id if isinstance(message.id, str) else message.id[0])
    return missing


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    target = io.BytesIO()
    catalogue.creation_date = catalogue.revision_date = NO_DAY
    write_mo(target, catalogue)
    return target.getvalue()
