"""Certificates, as a page and as the document that was issued."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.awards.queries import OfficialPlaces, award_numbered, official_places
from portal.awards.rules import STANDING_WORDS, holds_the_mark
from portal.certificates.models import Certificate
from portal.kernel.errors import NotFound
from portal.kernel.words import Words

ENGLISH = "en"


@dataclass(frozen=True)
class ShownCertificate:
    """What the page of a certificate shows. ``standing`` is that of the day asked about, the rest as it was issued."""

    number: str
    council: str
    council_cy: str
    commendation: bool
    valid_from: date
    valid_until: date
    edition: str
    edition_version: str
    places: OfficialPlaces
    standing: Words
    since_on: date
    holds_the_mark: bool
    issue: int
    issued_at: datetime
    sha256: str


@dataclass(frozen=True)
class IssuedDocument:
    """The document in force, byte for byte, and its SHA-256."""

    number: str
    pdf: bytes
    sha256: str


def certificate_page(session: Session, number: str, day: date) -> ShownCertificate:
    """The certificate of an award. Raises NotFound."""
    award = award_numbered(session, number)
    certificate = session.scalar(_in_force(award.id))
    if certificate is None:
        raise NotFound(f"no certificate of award {number}")
    position = award.position(day)
    return ShownCertificate(
        number=award.number,
        council=award.council,
        council_cy=award.council_cy,
        commendation=award.commendation,
        valid_from=award.starts_on,
        valid_until=award.facts.ends_on,
        edition=award.edition,
        edition_version=award.edition_version,
        places=official_places(session, [award.id])[award.id],
        standing=STANDING_WORDS[position.standing],
        since_on=position.since_on,
        holds_the_mark=holds_the_mark(position.standing),
        issue=certificate.issue,
        issued_at=certificate.issued_at,
        sha256=certificate.sha256,
    )


def issued_document(session: Session, number: str) -> IssuedDocument:
    """The document of an award that is in force, as it was issued. Raises NotFound."""
    award = award_numbered(session, number)
    row = session.execute(_in_force(award.id).with_only_columns(Certificate.pdf, Certificate.sha256)).one_or_none()
    if row is None:
        raise NotFound(f"no certificate of award {number}")
    return IssuedDocument(number, row.pdf, row.sha256)


def _in_force(award_id: UUID) -> Select[Certificate]:
    return select(Certificate).where(
        Certificate.award_id == award_id, Certificate.language == ENGLISH, Certificate.superseded_reason == ""
    )
