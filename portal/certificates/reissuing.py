"""A certificate that said something wrong: issued anew, with the credential, by an administrator who says why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.audit.work import Work
from portal.awards.models import Award
from portal.awards.queries import AwardRecord, award_numbered
from portal.awards.rules import STANDING_WORDS, holds_the_mark
from portal.certificates.lettering import CertificateFailed
from portal.certificates.printed import Printed, differences
from portal.certificates.queries import IssueLine, issue_lines, printed_in_force, to_print
from portal.kernel.clock import Clock, today
from portal.kernel.errors import NotFound, Problem, RuleBroken
from portal.kernel.permissions import Actor, Permission, Record, may
from portal.kernel.words import Words, words

LONGEST_REASON = 300
FIELD_WORDS: Mapping[str, Words] = {
    "council": words("Name of the council"),
    "council_lang": words("Language of the name"),
    "other_name": words("Name in the other language"),
    "other_lang": words("Language of the other name"),
    "commendation": words("With commendation"),
    "starts_on": words("First day"),
    "ends_on": words("Last day"),
    "edition": words("Edition of the criteria"),
    "edition_version": words("Version of the criteria"),
    "domain": words("Official website"),
    "verify_url": words("Address to check it at"),
    "left_out": words("Signs that cannot be printed"),
    "under_review": words("Kept while its renewal is reviewed"),
}


@dataclass(frozen=True)
class Change:
    """What one certificate says now and what it would say: text, a day, or yes and no."""

    language: str
    what: Words
    before: str | date | bool
    after: str | date | bool


@dataclass(frozen=True)
class ReissuePage:
    """What would change, and what stands against it: ``problem`` is None where it can be issued anew."""

    number: str
    council: str
    issues: tuple[IssueLine, ...]
    changes: tuple[Change, ...]
    problem: Words | None


@dataclass(frozen=True)
class Reissue:
    """``reason`` is for everybody: it stands on the page of the issue that is superseded."""

    number: str
    reason: str


def reissue_page(session: Session, actor: Actor, number: str, public_address: str, clock: Clock) -> ReissuePage:
    """What an administrator sees before issuing anew. Raises NotFound, also where it is not theirs to do."""
    award = award_numbered(session, number)
    if not may(actor, Permission.CERTIFICATE_REISSUE, Record(council_id=award.council_id)):
        raise NotFound(f"no award {number}")
    problem = next((problem.words for problem in _standing_problems(award, today(clock))), None)
    new: tuple[Printed, ...] = ()
    try:
        new = to_print(session, award, public_address, clock.now())
    except CertificateFailed as refused:
        problem = refused.problems[0].words
    old = printed_in_force(session, award.id)
    changes = tuple(
        Change(page.lang, FIELD_WORDS[name], getattr(old[page.lang], name), getattr(page, name))
        for page in new
        if page.lang in old
        for name in differences(old[page.lang], page)
    )
    return ReissuePage(award.number, award.council, issue_lines(session, award.id), changes, problem)


def reissue(work: Work, command: Reissue) -> None:
    """Have certificate and credential issued anew, as the award and its council stand in the register now.

    Announces ``award:corrected``; the issuing follows from it. Raises RuleBroken, NotPermitted, NotFound, and what
    issuing raises.
    """
    award = award_numbered(work.session, command.number)
    row = work.session.get_one(Award, award.id, with_for_update=True)
    if problems := (*_standing_problems(award, today(work.clock)), *_reason_problems(command.reason)):
        raise RuleBroken(problems)
    work.note(row, "correct", "award:corrected", Permission.CERTIFICATE_REISSUE, reason=command.reason.strip())


def _standing_problems(award: AwardRecord, day: date) -> Iterator[Problem]:
    standing = award.position(day).standing
    if not holds_the_mark(standing):
        said = words(
            "This award is not held today (%(standing)s), so its certificate is not issued anew. What was issued stays "
            "as it is, and its page says how the award stands.",
            standing=STANDING_WORDS[standing],
        )
        yield Problem("", said)


def _reason_problems(reason: str) -> Iterator[Problem]:
    if not reason.strip():
        yield Problem("reason", words("Say why the certificate is issued anew. Everybody can read it."))
    elif len(reason) > LONGEST_REASON:
        yield Problem("reason", words("The reason must be %(limit)s characters or fewer.", limit=LONGEST_REASON))
