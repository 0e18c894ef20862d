"""What stands on certificates, and a key to seal them with, for tests below the database."""

from dataclasses import replace
from datetime import date
from functools import cache

from cryptography import x509

from portal.certificates.printed import Printed
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
