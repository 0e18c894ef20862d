"""How a completeness check ends, and what can be missing (C5, rows 8, 9 and 12, of docs/process.md)."""

from enum import StrEnum

from portal.kernel.words import Words, words


class CheckOutcome(StrEnum):
    """Complete, or back to the council with a list."""

    PASSED = "passed"
    RETURNED = "returned"


class Lack(StrEnum):
    """What is missing or in the way; none of these is a judgement on quality."""

    BROKEN_LINK = "broken_link"
    UNREADABLE_FILE = "unreadable_file"
    PERSONAL_DATA = "personal_data"
    WRONG_DECLARANT = "wrong_declarant"
    OTHER = "other"


LACK_WORDS: dict[Lack, Words] = {
    Lack.BROKEN_LINK: words("A link does not work"),
    Lack.UNREADABLE_FILE: words("A file cannot be opened"),
    Lack.PERSONAL_DATA: words("Personal data must be taken out"),
    Lack.WRONG_DECLARANT: words("The wrong person signed"),
    Lack.OTHER: words("Something else is missing"),
}
