from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st
from joserfc.jwk import ECKey

from portal.keys import material
from portal.keys.issuer import Issuer
from portal.keys.states import Purpose

ISSUER = Issuer("https://mark.example", "s" * 32)
NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize("purpose", list(Purpose))
def test_private_part_comes_out_of_its_box_as_it_went_in(purpose: Purpose) -> None:
    key = material.new_private_key(purpose)
    sealed = material.lock(ISSUER, purpose, "name", key)
    opened = material.unlock(ISSUER, purpose, "name", sealed)
    assert opened is not None
    assert material.public_part(opened) == material.public_part(key)


def test_box_stays_shut_under_another_secret_and_in_the_place_of_another_row() -> None:
    key = material.new_private_key(Purpose.TOKEN)
    sealed = material.lock(ISSUER, Purpose.TOKEN, "name", key)
    assert material.unlock(Issuer("https://mark.example", "t" * 32), Purpose.TOKEN, "name", sealed) is None
    assert material.unlock(ISSUER, Purpose.SEAL, "name", sealed) is None
    assert material.unlock(ISSUER, Purpose.TOKEN, "other", sealed) is None


def test_one_key_put_away_twice_lies_in_two_different_boxes() -> None:
    key = material.new_private_key(Purpose.PROOF)
    first, second = (material.lock(ISSUER, Purpose.PROOF, "name", key) for _ in range(2))
    assert len({first.salt, second.salt, first.nonce, second.nonce}) == 4
    assert first.content != second.content


def test_purposes_have_the_kinds_of_key_that_verifiers_know() -> None:
    assert isinstance(material.new_private_key(Purpose.PROOF), ed25519.Ed25519PrivateKey)
    for purpose in (Purpose.TOKEN, Purpose.SEAL):
        key = material.new_private_key(purpose)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        assert key.curve.name == "secp256r1"


def test_multikey_and_thumbprint_are_those_of_the_specifications() -> None:
    # The example of an Ed25519 key in did:key, whose bytes begin behind the two that say so.
    written = "6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
    key = ed25519.Ed25519PublicKey.from_public_bytes(material.from_base58(written)[2:])
    assert material.name_of(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)) == f"z{written}"
    public = material.public_part(material.new_private_key(Purpose.TOKEN))
    assert material.name_of(public) == ECKey.import_key({**material.jwk(public)}).thumbprint()


@given(st.binary(max_size=40))
def test_base58_comes_back_as_it_was(data: bytes) -> None:
    assert material.from_base58(material.base58(data)) == data


def test_certificate_of_the_seal_names_the_scheme_and_is_for_signatures_only() -> None:
    key = material.new_private_key(Purpose.SEAL)
    certificate = x509.load_der_x509_certificate(material.seal_certificate(ISSUER, key, NOW))
    certificate.verify_directly_issued_by(certificate)
    assert certificate.subject.rfc4514_string() == "CN=Social Media Friendly Mark"
    assert certificate.not_valid_after_utc.year - NOW.year >= 49
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (usage.digital_signature, usage.content_commitment, usage.key_cert_sign) == (True, True, False)


@pytest.mark.parametrize(
    ("address", "did"),
    [
        ("https://mark.example", "did:web:mark.example"),
        ("https://mark.example/", "did:web:mark.example"),
        ("http://127.0.0.1:5000", "did:web:127.0.0.1%3A5000"),
    ],
)
def test_identifier_is_made_from_the_host(address: str, did: str) -> None:
    assert Issuer(address, "s").did == did


def test_issuer_that_is_printed_shows_no_secret() -> None:
    assert "s" * 32 not in repr(ISSUER)
