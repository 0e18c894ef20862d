"""What became of a file that was looked at."""

from enum import StrEnum


class Scan(StrEnum):
    """What the virus scanner said of a file; what it finds something in is refused and never stored."""

    NOT_SCANNED = "not_scanned"
    NOTHING_FOUND = "nothing_found"
