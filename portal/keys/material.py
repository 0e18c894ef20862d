"""Key material: new pairs, their public parts in the forms that others read, and the box that private parts lie in.

The box is AES-256-GCM under a key derived by HKDF from KEY_SECRET and the row's own salt. The secret is 32 random
characters at least, so that nothing is gained by a slow derivation (decision 0027).
"""

import base64
import hashlib
import json
import os
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
    load_der_public_key,
)
from cryptography.x509.oid import NameOID

from portal.keys.issuer import Issuer
from portal.keys.states import Purpose

PrivateKey = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey
SALT_BYTES, NONCE_BYTES, KEY_BYTES = 16, 12, 32
SCHEME = "Social Media Friendly Mark"
# Longer than any award, appeal or archive: what the seal says is that the scheme made it, and that never ends.
CERTIFICATE_YEARS = 50
ED25519_PREFIX = b"\xed\x01"
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


@dataclass(frozen=True)
class Sealed:
    """A private part in its box, and what this box is opened with beside the secret."""

    salt: bytes
    nonce: bytes
    content: bytes


def new_private_key(purpose: Purpose) -> PrivateKey:
    """A fresh key: Ed25519 for proofs, P-256 for tokens and seals."""
    return ed25519.Ed25519PrivateKey.generate() if purpose is Purpose.PROOF else ec.generate_private_key(ec.SECP256R1())


def public_part(key: PrivateKey) -> bytes:
    """The public part (DER, SubjectPublicKeyInfo)."""
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def lock(issuer: Issuer, purpose: Purpose, name: str, key: PrivateKey) -> Sealed:
    """Put the private part into a box that belongs to this purpose and name."""
    salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
    plain = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return Sealed(salt, nonce, AESGCM(_box_key(issuer, salt)).encrypt(nonce, plain, _bound_to(purpose, name)))


def unlock(issuer: Issuer, purpose: Purpose, name: str, sealed: Sealed) -> PrivateKey | None:
    """The private part again; None under another secret, or where the box belongs to another row."""
    try:
        plain = AESGCM(_box_key(issuer, sealed.salt)).decrypt(sealed.nonce, sealed.content, _bound_to(purpose, name))
    except InvalidTag:
        return None
    key = load_der_private_key(plain, password=None)
    if not isinstance(key, ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey):
        raise TypeError(f"{name} is no key of ours: {type(key).__name__}")
    return key


def _box_key(issuer: Issuer, salt: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=salt, info=b"portal.keys private part").derive(issuer.secret.encode())


def _bound_to(purpose: Purpose, name: str) -> bytes:
    return f"{purpose} {name}".encode()


def name_of(public: bytes) -> str:
    """The name of a key, made from its public part: its multibase for Ed25519, its thumbprint (RFC 7638) for P-256."""
    key = load_der_public_key(public)
    if isinstance(key, ed25519.Ed25519PublicKey):
        return multibase(public)
    canonical = json.dumps(jwk(public), sort_keys=True, separators=(",", ":"))
    return base64url(hashlib.sha256(canonical.encode()).digest())


def multibase(public: bytes) -> str:
    """An Ed25519 public part as Multikey writes it: z and base58. Raises TypeError for another kind."""
    key = load_der_public_key(public)
    if not isinstance(key, ed25519.Ed25519PublicKey):
        raise TypeError("only Ed25519 keys are written as Multikey here")
    return "z" + base58(ED25519_PREFIX + key.public_bytes_raw())


def jwk(public: bytes) -> dict[str, str]:
    """A P-256 public part as a JSON Web Key: the four members that make it one. Raises TypeError for another kind."""
    key = load_der_public_key(public)
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise TypeError("only P-256 keys are written as JSON Web Key here")
    numbers = key.public_numbers()
    x, y = (base64url(number.to_bytes(32, "big")) for number in (numbers.x, numbers.y))
    return {"crv": "P-256", "kty": "EC", "x": x, "y": y}


def base64url(data: bytes) -> str:
    """The data in base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def base58(data: bytes) -> str:
    """The data in base58 (Bitcoin's alphabet)."""
    number, written = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        written = _BASE58[digit] + written
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + written


def from_base58(written: str) -> bytes:
    """The data again. Raises ValueError for a character that base58 does not have."""
    number = 0
    for character in written:
        number = number * 58 + _BASE58.index(character)
    zeros = len(written) - len(written.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def seal_certificate(issuer: Issuer, key: PrivateKey, now: datetime) -> bytes:
    """A certificate (X.509, DER) for a key of seals, signed by itself: the scheme, at its address."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, SCHEME)])
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    addresses = [x509.UniformResourceIdentifier(issuer.address), x509.UniformResourceIdentifier(issuer.did)]
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=CERTIFICATE_YEARS * 365))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectAlternativeName(addresses), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, SHA256())
        .public_bytes(Encoding.DER)
    )
