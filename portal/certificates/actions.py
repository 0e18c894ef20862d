"""Issuing a certificate: drawn once in each of its languages, and kept (C9 of docs/process.md)."""

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from sqlalchemy import func, select, update

from portal.audit.work import Work
from portal.awards.queries import AwardRecord, award_by_id
from portal.certificates.lettering import failed
from portal.certificates.models import Certificate
from portal.certificates.queries import to_print
from portal.certificates.render import certificate_pdf
from portal.certificates.seal import sealed
from portal.certificates.wording import catalogue
from portal.credentials.queries import credential_document
from portal.documents.pdf import Attached
from portal.kernel.errors import NotFound, Problem, RuleBroken
from portal.kernel.permissions import Permission, Record
from portal.kernel.words import words
from portal.keys.issuer import Issuer
from portal.keys.queries import signing_key
from portal.keys.states import Purpose


@dataclass(frozen=True)
class Issue:
    """Issue the certificate of an award. The issuer's address is printed on it for ever; its key makes the seal.

    ``instead_because`` says why an earlier issue is superseded by this one; empty for the first.
    """

    award_id: UUID
    issuer: Issuer
    instead_because: str = ""


def issue(work: Work, command: Issue) -> None:
    """Draw the certificate as the award stands now, in each of its languages, and keep what was drawn.

    The credential in force travels inside each document. An earlier issue stays and says, in all its languages, that
    it is superseded. Raises CertificateFailed and KeyMissing, which undo the award with it, RuleBroken where the
    certificate is there already, and NotPermitted.
    """
    award = award_by_id(work.session, command.award_id)
    work.require(Permission.AWARD_GRANT, Record(council_id=award.council_id))
    of_award = Certificate.award_id == award.id
    # Two issues of one award come one after the other: whoever grants, commends or corrects holds the award's row.
    last = work.session.scalar(select(func.max(Certificate.issue)).where(of_award)) or 0
    if last and not command.instead_because:
        raise RuleBroken([Problem("", words("This award has its certificate. Say why a new one is issued."))])
    # Before the new ones: only one in each language may be in force.
    in_force = (of_award, Certificate.superseded_reason == "")
    work.session.execute(update(Certificate).where(*in_force).values(superseded_reason=command.instead_because))
    key = signing_key(work.session, command.issuer, Purpose.SEAL)
    now = work.clock.now()
    for page in to_print(work.session, award, command.issuer.address, now):
        pdf = sealed(certificate_pdf(page, _credential(work, award, page.lang)), key, now)
        work.session.add(
            Certificate(
                award_id=award.id,
                language=page.lang,
                issue=last + 1,
                pdf=pdf,
                sha256=sha256(pdf).hexdigest(),
                printed=page.to_json(),
                issued_at=now,
            )
        )
    work.session.flush()


def _credential(work: Work, award: AwardRecord, lang: str) -> Attached:
    """The award's credential, to travel inside a certificate. Raises CertificateFailed where there is none."""
    try:
        issued = credential_document(work.session, award.id)
    except NotFound as missing:
        raise failed(words("the award has no credential to put into it")) from missing
    _ = catalogue(lang)
    described = _("The award as a signed credential, for machines to check")
    return Attached(f"credential-{award.number}.json", issued.json, described, issued.issued_at)
