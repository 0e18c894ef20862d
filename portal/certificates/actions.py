"""Issuing a certificate: drawn once and kept (C9 of docs/process.md)."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from babel.dates import format_date
from sqlalchemy import select

from portal.audit.work import Work
from portal.awards.queries import AwardRecord, award_by_id, official_places
from portal.certificates.models import Certificate
from portal.certificates.queries import ENGLISH
from portal.certificates.render import CertificatePage, certificate_pdf
from portal.kernel.clock import today
from portal.kernel.errors import Problem, RuleBroken
from portal.kernel.permissions import Permission, Record
from portal.kernel.words import words

VERIFY = "/verify/"


@dataclass(frozen=True)
class Issue:
    """Issue the certificate of an award. ``public_address`` is the portal's own, printed on it for ever.

    ``instead_because`` says why an earlier issue is superseded by this one; empty for the first.
    """

    award_id: UUID
    public_address: str
    instead_because: str = ""


def issue(work: Work, command: Issue) -> Certificate:
    """Draw the certificate as the award stands now, and keep it; an earlier issue stays and says that it is superseded.

    Raises CertificateFailed, which undoes the award with it, RuleBroken where the certificate is there already, and
    NotPermitted.
    """
    award = award_by_id(work.session, command.award_id)
    work.require(Permission.AWARD_GRANT, Record(council_id=award.council_id))
    earlier = work.session.scalar(
        select(Certificate)
        .where(Certificate.award_id == award.id, Certificate.language == ENGLISH)
        .order_by(Certificate.issue.desc())
        .limit(1)
        .with_for_update()
    )
    if earlier and not command.instead_because:
        raise RuleBroken([Problem("", words("This award has its certificate. Say why a new one is issued."))])
    if earlier:
        earlier.superseded_reason = command.instead_because
        # Before the new one: only one may be in force.
        work.session.flush()
    pdf = certificate_pdf(_page(work, award, command.public_address))
    certificate = Certificate(
        award_id=award.id,
        language=ENGLISH,
        issue=earlier.issue + 1 if earlier else 1,
        pdf=pdf,
        sha256=sha256(pdf).hexdigest(),
        issued_at=work.clock.now(),
    )
    work.session.add(certificate)
    work.session.flush()
    return certificate


def _page(work: Work, award: AwardRecord, public_address: str) -> CertificatePage:
    domains = official_places(work.session, [award.id])[award.id].domains
    return CertificatePage(
        lang=ENGLISH,
        number=award.number,
        council_name=award.council,
        other_name=award.council_cy,
        commendation=award.commendation,
        starts_on=_written(award.starts_on),
        ends_on=_written(award.facts.ends_on),
        issued_on=_written(today(work.clock)),
        edition=f"{award.edition}, version {award.edition_version}",
        domain=next(iter(domains), ""),
        verify_url=f"{public_address}{VERIFY}{award.number}",
    )


def _written(day: date) -> str:
    return str(format_date(day, "d MMMM y", locale="en_GB"))
