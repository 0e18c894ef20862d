"""A certificate or credential file that somebody has: read, held against what was issued, and forgotten.

Nothing of it is kept: not in the database, not in a log, not under its name. What is in the file is believed only as
far as a signature or the stored bytes say the same; how the award stands comes from the register alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.awards.verdicts import Outcome, Verdict
from portal.certificates import verifying as certificates
from portal.credentials import verifying as credentials
from portal.kernel.words import Words, words
from portal.keys.issuer import Issuer
from portal.register.checking import VerifyPage, verify_page

LARGEST = 8 * 1024 * 1024
# Readers of PDF look for this within the first kilobyte.
_PDF, _PDF_BEGINS_WITHIN = b"%PDF-", 1024

_LINES: Mapping[tuple[Outcome, bool], Words] = {
    (Outcome.GENUINE, True): words("Yes. This file is genuine, and the award is current"),
    (Outcome.GENUINE, False): words("No. This file is genuine, but the award is not current"),
    (Outcome.SUPERSEDED, True): words("The award is current, but there is a newer issue of this file"),
    (Outcome.SUPERSEDED, False): words("No. There is a newer issue of this file, and the award is not current"),
}
_OTHER_LINES: Mapping[Outcome, Words] = {
    Outcome.DISTRUSTED: words("No. This file was signed with a key that is no longer trusted"),
    Outcome.CHANGED: words("No. This file is not as it was issued"),
    Outcome.NOT_OURS: words("No. This file was not issued by us"),
    Outcome.UNREADABLE: words("No. This is no certificate or credential that we can read"),
}


@dataclass(frozen=True)
class DroppedFile:
    """What was found out about a file, and what the register says today of the award that it is about, if any."""

    verdict: Verdict
    page: VerifyPage | None

    @property
    def is_yes(self) -> bool:
        """Whether the file is as it was issued and its award is held today."""
        return self.verdict.outcome is Outcome.GENUINE and self.page is not None and self.page.award.holds_the_mark

    @property
    def is_superseded(self) -> bool:
        """Whether a newer issue has taken the place of this one."""
        return self.verdict.outcome is Outcome.SUPERSEDED

    @property
    def first_line(self) -> Words:
        """Yes or no about the file, in a sentence; of one that has been replaced, also whether the award stands."""
        holds = self.page is not None and self.page.award.holds_the_mark
        return _LINES.get((self.verdict.outcome, holds)) or _OTHER_LINES[self.verdict.outcome]


def examine(session: Session, issuer: Issuer, content: bytes, day: date) -> DroppedFile:
    """Look at a file, told by its bytes and not by its name. Whatever it is, there is an answer."""
    if _PDF in content[:_PDF_BEGINS_WITHIN]:
        verdict = certificates.verify(session, content, day)
    else:
        verdict = credentials.verify(session, issuer, content, day)
    return DroppedFile(verdict, verify_page(session, verdict.number, day) if verdict.number else None)
