"""Certificates: what would be printed, and what was, as a page and as the documents that were issued."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.awards.queries import AwardRecord, award_numbered, official_places
from portal.awards.rules import STANDING_WORDS, holds_the_mark, is_extended
from portal.certificates.lettering import shown
from portal.certificates.models import Certificate
from portal.certificates.printed import Printed, printed_from
from portal.certificates.render import OWN_FILES
from portal.certificates.wording import ENGLISH, WELSH
from portal.councils.kinds import Nation
from portal.kernel.clock import day_of
from portal.kernel.errors import NotFound
from portal.kernel.words import Words

VERIFY = "/verify/"


@dataclass(frozen=True)
class IssueLine:
    """One issue of an award's certificate: when, in which languages, and why it was superseded (empty: in force)."""

    issue: int
    issued_at: datetime
    superseded_reason: str
    languages: tuple[str, ...]


@dataclass(frozen=True)
class ShownCertificate:
    """What the page of a certificate shows: one issue as it was printed, and how the award stands on the day.

    ``sha256`` is that of the document in the page's language, or of the English one. ``issues`` are the newest first.
    ``held_until`` is the award's last day as every other face says it; ``is_extended``: while its renewal is reviewed.
    """

    printed: Printed
    shown: IssueLine
    sha256: str
    standing: Words
    since_on: date
    holds_the_mark: bool
    held_until: date
    is_extended: bool
    issues: tuple[IssueLine, ...]

    @property
    def in_force(self) -> bool:
        """Whether no later issue has taken its place."""
        return not self.shown.superseded_reason


@dataclass(frozen=True)
class IssuedDocument:
    """One document, byte for byte as it was issued, and its SHA-256."""

    number: str
    language: str
    issue: int
    pdf: bytes
    sha256: str


def to_print(session: Session, award: AwardRecord, public_address: str, now: datetime) -> tuple[Printed, ...]:
    """What a certificate would say if it were issued now: in English and, for Welsh bodies, in Welsh.

    Raises CertificateFailed where a name cannot be printed.
    """
    domains = official_places(session, [award.id])[award.id].domains
    english, left_out = shown(award.council, OWN_FILES)
    welsh, left_out_too = shown(award.council_cy, OWN_FILES)
    names = {ENGLISH: (english, ENGLISH, welsh, WELSH)}
    if award.nation is Nation.WALES:
        names[WELSH] = (welsh, WELSH, english, ENGLISH) if welsh else (english, ENGLISH, "", "")
    return tuple(
        Printed(
            lang=lang,
            number=award.number,
            council=council,
            council_lang=council_lang,
            other_name=other_name if other_name != council else "",
            other_lang=other_lang,
            commendation=award.commendation,
            starts_on=award.starts_on,
            # As the credential inside it says: longer than the award's own end while its renewal is reviewed.
            ends_on=award.valid_until,
            issued_on=day_of(now),
            edition=award.edition,
            edition_version=award.edition_version,
            # A host in letters of another alphabet is printed as machines write it: it can be typed and taken for none.
            domain=next((host.encode("idna").decode() for host in domains), ""),
            verify_url=f"{public_address}{VERIFY}{award.number}",
            left_out="".join(dict.fromkeys(left_out + left_out_too)),
            under_review=is_extended(award.facts, day_of(now)),
        )
        for lang, (council, council_lang, other_name, other_lang) in names.items()
    )


def certificate_page(session: Session, number: str, language: str, day: date, issue: int | None) -> ShownCertificate:
    """An issue of an award's certificate, or the one in force. Raises NotFound."""
    award = award_numbered(session, number)
    lines = issue_lines(session, award.id)
    found = next((line for line in lines if issue in (None, line.issue)), None)
    if found is None:
        raise NotFound(f"no certificate of award {number}")
    row = session.execute(
        select(Certificate.sha256, Certificate.printed)
        .where(Certificate.award_id == award.id, Certificate.issue == found.issue)
        # In the page's language where there is one so; English otherwise.
        .where(Certificate.language == (language if language in found.languages else ENGLISH))
    ).one()
    position = award.position(day)
    return ShownCertificate(
        printed=printed_from(row.printed),
        shown=found,
        sha256=row.sha256,
        standing=STANDING_WORDS[position.standing],
        since_on=position.since_on,
        holds_the_mark=holds_the_mark(position.standing),
        held_until=award.held_until(day),
        is_extended=is_extended(award.facts, day),
        issues=lines,
    )


def issue_lines(session: Session, award_id: UUID) -> tuple[IssueLine, ...]:
    """Every issue of an award's certificate, the newest first; the languages of each, English first."""
    columns = (Certificate.issue, Certificate.language, Certificate.issued_at, Certificate.superseded_reason)
    rows = session.execute(
        select(*columns)
        .where(Certificate.award_id == award_id)
        .order_by(Certificate.issue.desc(), Certificate.language.desc())
    ).all()
    issues = groupby(rows, key=lambda row: (row.issue, row.issued_at, row.superseded_reason))
    return tuple(IssueLine(*which, tuple(row.language for row in group)) for which, group in issues)


def printed_in_force(session: Session, award_id: UUID) -> dict[str, Printed]:
    """What the certificate in force says, by its languages."""
    rows = session.execute(
        select(Certificate.language, Certificate.printed).where(
            Certificate.award_id == award_id, Certificate.superseded_reason == ""
        )
    )
    return {row.language: printed_from(row.printed) for row in rows}


def issued_document(session: Session, number: str, language: str, issue: int | None) -> IssuedDocument:
    """The document in force, or that of an issue, as it was issued: in English where there is none in the language.

    Raises NotFound.
    """
    award = award_numbered(session, number)
    which = Certificate.superseded_reason == "" if issue is None else Certificate.issue == issue
    row = session.execute(
        select(Certificate.language, Certificate.issue, Certificate.pdf, Certificate.sha256)
        .where(Certificate.award_id == award.id, which, Certificate.language.in_((language, ENGLISH)))
        .order_by(Certificate.language == ENGLISH)
        .limit(1)
    ).one_or_none()
    if row is None:
        raise NotFound(f"no certificate of award {number}")
    return IssuedDocument(number, row.language, row.issue, row.pdf, row.sha256)
