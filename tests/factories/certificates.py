"""What stands on certificates, a key to seal them with, and both papers of an award in the order of the portal."""

from dataclasses import replace
from datetime import date
from functools import cache
from uuid import UUID

from cryptography import x509

from portal.audit.work import Work
from portal.certificates import actions as certificates
from portal.certificates.printed import Printed
from portal.credentials import actions as credentials
from portal.keys.issuer import Issuer
from portal.keys.material import new_private_key, seal_certificate
from portal.keys.queries import SigningKey
from portal.keys.states import Purpose
from tests.factories.keys import ISSUER, MADE_AT

PAGE = Printed(
    lang="en",
    number="K7QX-3MWDR",
    council="Isle of Anglesey County Council",
    council_lang="en",
    other_name="Cyngor Sir Ynys Môn ŵŷ",
    other_lang="cy",
    commendation=True,
    starts_on=date(2026, 11, 18),
    ends_on=date(2028, 11, 17),
    issued_on=date(2026, 11, 18),
    edition="2026",
    edition_version="1.0",
    domain="anglesey.gov.wales",
    verify_url="https://mark.example/verify/K7QX-3MWDR",
)
WELSH_PAGE = replace(
    PAGE,
    lang="cy",
    council=PAGE.other_name,
    council_lang="cy",
    other_name=PAGE.council,
    other_lang="en",
)


@cache
def seal_key() -> SigningKey:
    """A key that seals, made for this process."""
    private = new_private_key(Purpose.SEAL)
    certificate = x509.load_der_x509_certificate(seal_certificate(ISSUER, private, MADE_AT))
    return SigningKey(ISSUER.key_id("seal"), private, certificate)


def issue_papers(work: Work, award_id: UUID, because: str = "", issuer: Issuer = ISSUER) -> None:
    """Issue the credential of an award, and then the certificate that it travels in."""
    credentials.issue(work, credentials.Issue(award_id, issuer, because))
    certificates.issue(work, certificates.Issue(award_id, issuer, because))
