"""What is found out about a certificate or credential file: one form of answer for every kind of file."""

from dataclasses import dataclass
from enum import StrEnum

from portal.kernel.words import Words


class Outcome(StrEnum):
    """What a file is: GENUINE, as it was issued and in force; CHANGED since it was issued; SUPERSEDED by a newer issue.

    DISTRUSTED: as it was issued, but signed with a key that somebody else may have had, so that it proves nothing.
    NOT_OURS: a file of this kind, but not of this scheme's making. UNREADABLE: no such file, or damaged beyond reading.
    """

    GENUINE = "genuine"
    CHANGED = "changed"
    SUPERSEDED = "superseded"
    DISTRUSTED = "distrusted"
    NOT_OURS = "not_ours"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Verdict:
    """What was found out about one file, never how the award stands: that is for the register to say, on the day.

    ``words`` says it in one or two sentences, and what to do. ``number`` is that of the award of this scheme that the
    file is about; empty where it is about none that exists.
    """

    outcome: Outcome
    words: Words
    number: str = ""
