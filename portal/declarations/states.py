"""How the asking for a signature ends (C5, rows 4 and 5, of docs/process.md)."""

from enum import StrEnum


class Ending(StrEnum):
    """Signed, or back to the council: handed back by an approver, or taken back by an owner."""

    SIGNED = "signed"
    HANDED_BACK = "handed_back"
    RECALLED = "recalled"
