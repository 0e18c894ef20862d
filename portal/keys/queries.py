"""The scheme's keys: the public parts for everybody, the private ones for the moment of signing."""

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.errors import Problem, RuleBroken
from portal.kernel.words import words
from portal.keys.issuer import Issuer
from portal.keys.material import PrivateKey, Sealed, unlock
from portal.keys.models import IssuerKey
from portal.keys.states import KeyState, Purpose

NO_KEY = Problem(
    "",
    words(
        "The portal has no key to sign with, so nothing has been issued and nothing was changed. Ask whoever runs the "
        "portal to enter: flask --app wsgi keys create"
    ),
)
CLOSED_KEY = Problem(
    "",
    words(
        "The portal’s signing key was made under another KEY_SECRET, so nothing has been issued and nothing was "
        "changed. Ask whoever runs the portal to set that KEY_SECRET again or, where it is lost, to enter: "
        "flask --app wsgi keys rotate"
    ),
)


class KeyMissing(RuleBroken):
    """There is no key to sign with, or it cannot be opened: what needed it is undone. The problem says what helps."""


@dataclass(frozen=True)
class SigningKey:
    """A key for the moment of signing. ``kid`` is its full address; ``certificate`` is there where it makes seals."""

    kid: str
    private: PrivateKey
    certificate: x509.Certificate | None = None


@dataclass(frozen=True)
class PublicKey:
    """What everybody may know of a key; ``public`` and ``certificate`` are DER. Retired keys stay: see KeyState.

    ``distrusted_at``: from then on nothing that it has signed counts.
    """

    name: str
    purpose: Purpose
    public: bytes
    certificate: bytes | None
    made_at: datetime
    retired_at: datetime | None
    distrusted_at: datetime | None = None


def signing_key(session: Session, issuer: Issuer, purpose: Purpose) -> SigningKey:
    """The key in use for a purpose, opened. Raises KeyMissing."""
    in_use = select(IssuerKey).where(IssuerKey.purpose == purpose, IssuerKey.state == KeyState.IN_USE)
    row = session.scalars(in_use).one_or_none()
    if row is None:
        raise KeyMissing([NO_KEY])
    private = unlock(issuer, row.purpose, row.name, Sealed(row.salt, row.nonce, row.sealed_private))
    if private is None:
        raise KeyMissing([CLOSED_KEY])
    certificate = x509.load_der_x509_certificate(row.certificate) if row.certificate else None
    return SigningKey(issuer.key_id(row.name), private, certificate)


def public_keys(session: Session) -> tuple[PublicKey, ...]:
    """The public part of every key whose signatures count, by purpose, the newest first."""
    return tuple(key for key in every_key(session) if key.distrusted_at is None)


def every_key(session: Session) -> tuple[PublicKey, ...]:
    """The same of every key there ever was, also of those that are not trusted any more."""
    columns = (IssuerKey.name, IssuerKey.purpose, IssuerKey.public, IssuerKey.certificate, IssuerKey.made_at)
    rows = session.execute(
        select(*columns, IssuerKey.retired_at, IssuerKey.state, IssuerKey.state_since).order_by(
            IssuerKey.purpose, IssuerKey.made_at.desc(), IssuerKey.name
        )
    )
    return tuple(PublicKey(*row[:6], row.state_since if row.state is KeyState.DISTRUSTED else None) for row in rows)


def distrusted_keys(session: Session, purpose: Purpose) -> tuple[PublicKey, ...]:
    """The keys for a purpose that are not trusted any more."""
    return tuple(key for key in every_key(session) if key.distrusted_at and key.purpose is purpose)


def purposes_in_use(session: Session) -> frozenset[Purpose]:
    """The purposes for which there is a key."""
    return frozenset(session.scalars(select(IssuerKey.purpose).where(IssuerKey.state == KeyState.IN_USE)))
