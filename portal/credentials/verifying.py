"""Checking a credential file that somebody hands in: read under limits, compared, and forgotten.

Whatever is signed by the scheme is kept as it was issued. So a file is not interpreted: it is looked up by the number
that it names and compared with what was issued under that number; then the proof of the kept one is checked with the
scheme's keys. What a stranger wrote never reaches the machinery of vocabularies and signatures.
"""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import load_der_public_key
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.awards.models import Award
from portal.awards.verdicts import Outcome, Verdict
from portal.credentials.baking import PNG_SIGNATURE, unbake_png, unbake_svg
from portal.credentials.models import Credential
from portal.credentials.proofs import is_proved, is_token_good, signer_of, signer_of_token
from portal.credentials.queries import distrusted_signers
from portal.kernel.references import award_number_from
from portal.kernel.words import words
from portal.keys.issuer import Issuer
from portal.keys.material import jwk
from portal.keys.queries import public_keys
from portal.keys.states import Purpose

LARGEST = 1_000_000
DEEPEST = 40

UNREADABLE = Verdict(
    Outcome.UNREADABLE,
    words(
        "No credential was found in this file. Use the credential as it was downloaded: a file that ends in .json, "
        ".jwt, .svg or .png. You can also check by the number on the badge, or by the name of the council."
    ),
)
TOO_LARGE = Verdict(
    Outcome.UNREADABLE,
    words("This file is too large to be a credential of the Mark. Check by the number on the badge instead."),
)
NOT_OURS = Verdict(
    Outcome.NOT_OURS,
    words(
        "This credential was not issued by this scheme, so it says nothing about the Mark. Check by the name of the "
        "council whether it holds the Mark."
    ),
)


@dataclass(frozen=True)
class _Handed:
    """What a file holds: the members of a credential, the token that they came in, and whether it was a picture."""

    members: Mapping[str, Any]
    token: bytes = b""
    picture: bytes = b""


@dataclass(frozen=True)
class _Kept:
    issue: int
    members: Mapping[str, Any]
    token: bytes
    pictures: Sequence[bytes]
    superseded_because: str


def verify(session: Session, issuer: Issuer, content: bytes, day: date) -> Verdict:
    """What a file is that is said to be a credential: JSON, a token, or a picture with a credential baked into it.

    It says nothing about how the award stands on the ``day``, but for the dates that the credential itself bears.
    Nothing of the file is kept. It never raises, whatever the file holds.
    """
    if len(content) > LARGEST:
        return TOO_LARGE
    handed = _read(content)
    if handed is None:
        return UNREADABLE
    if _issuer_of(handed.members) != issuer.did:
        return NOT_OURS
    number = _number_in(handed.members, issuer)
    issues = _issues(session, number)
    if not issues:
        return NOT_OURS
    same = next((kept for kept in issues if _is_same(handed, kept)), None)
    if same is not None and _signer(handed, same) in distrusted_signers(session, issuer):
        return _distrusted_key(number)
    if same is None or not _is_signed(session, issuer, handed, same):
        return _changed(number)
    return _found(handed, same, number, day)


def _found(handed: _Handed, kept: _Kept, number: str, day: date) -> Verdict:
    if kept.superseded_because:
        said = words(
            "This credential was issued by this scheme and its signature is valid, but a newer issue has taken its "
            "place. Download the present one from the page of the award. The reason given: %(reason)s",
            reason=kept.superseded_because,
        )
        return Verdict(Outcome.SUPERSEDED, said, number)
    if handed.picture and handed.picture not in kept.pictures:
        said = words(
            "The credential in this picture is genuine and its signature is valid, but the picture around it has been "
            "changed since it was issued. Do not rely on what the picture shows."
        )
        return Verdict(Outcome.CHANGED, said, number)
    if str(kept.members["validUntil"])[:10] < day.isoformat():
        said = words("This is the credential as it was issued, and its signature is valid. Its own dates are over.")
    else:
        said = words("This is the credential as it was issued, and its signature is valid.")
    return Verdict(Outcome.GENUINE, said, number)


def _signer(handed: _Handed, kept: _Kept) -> str:
    return signer_of_token(kept.token) if handed.token else signer_of(kept.members)


def _distrusted_key(number: str) -> Verdict:
    said = words(
        "This credential was issued by this scheme, but with a key that is no longer trusted, because somebody else "
        "may have had it. So it proves nothing. Download the present one from the page of the award."
    )
    return Verdict(Outcome.DISTRUSTED, said, number)


def _changed(number: str) -> Verdict:
    said = words(
        "This file names a credential of this scheme, but it is not what was issued: something in it has been changed. "
        "Do not rely on it. Download the credential anew from the page of the award."
    )
    return Verdict(Outcome.CHANGED, said, number)


def _read(content: bytes) -> _Handed | None:
    """What the file holds; None where it holds no credential."""
    picture, baked = b"", content
    if content.startswith(PNG_SIGNATURE):
        picture, found = content, unbake_png(content)
    elif b"<svg" in content[:2000]:
        picture, found = content, unbake_svg(content)
    else:
        found = baked.strip().removeprefix(b"\xef\xbb\xbf")
    if found is None:
        return None
    if found[:1] == b"{":
        members = _members(found)
        return _Handed(members, picture=picture) if members is not None else None
    parts = found.split(b".")
    if len(parts) != 3:
        return None
    try:
        members = _members(base64.urlsafe_b64decode(parts[1] + b"=" * (-len(parts[1]) % 4)))
    except (binascii.Error, ValueError):
        return None
    return _Handed(members, token=found, picture=picture) if members is not None else None


def _members(text: bytes) -> Mapping[str, Any] | None:
    if _depth(text) > DEEPEST:
        return None
    try:
        found = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _depth(text: bytes) -> int:
    """How deep a JSON text could be nested at most: counted before anything is built from it."""
    depth = deepest = 0
    for byte in text:
        if byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
    return deepest


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The members of an object, each of which may be there once: of two, readers would choose differently."""
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a name is there twice")
    return members


def _issuer_of(members: Mapping[str, Any]) -> object:
    issuer = members.get("issuer")
    return issuer.get("id") if isinstance(issuer, dict) else issuer


def _number_in(members: Mapping[str, Any], issuer: Issuer) -> str:
    """The award number in the address of a credential of ours; empty where it is none."""
    address = members.get("id")
    start = f"{issuer.address}/credential/"
    if not isinstance(address, str) or not address.startswith(start):
        return ""
    return award_number_from(address.removeprefix(start)[:10]) or ""


def _issues(session: Session, number: str) -> tuple[_Kept, ...]:
    if not number:
        return ()
    columns = (Credential.issue, Credential.document, Credential.token, Credential.svg, Credential.png)
    rows = session.execute(
        select(*columns, Credential.superseded_reason)
        .join(Award, Award.id == Credential.award_id)
        .where(Award.number == number)
        .order_by(Credential.issue.desc())
    )
    return tuple(
        _Kept(row.issue, json.loads(row.document), row.token, (row.svg, row.png), row.superseded_reason) for row in rows
    )


def _is_same(handed: _Handed, kept: _Kept) -> bool:
    if handed.token:
        return handed.token == kept.token
    return _as_text(handed.members) == _as_text(kept.members)


def _as_text(members: Mapping[str, Any]) -> str:
    """The members in one order: in Python 1, 1.0 and true are equal, in this text they are not."""
    return json.dumps(members, sort_keys=True)


def _is_signed(session: Session, issuer: Issuer, handed: _Handed, kept: _Kept) -> bool:
    """Whether the signature of what was kept is good by a key of ours that is still public."""
    keys = public_keys(session)
    if handed.token:
        return any(is_token_good(kept.token, jwk(key.public)) for key in keys if key.purpose is Purpose.TOKEN)
    raw = {issuer.key_id(key.name): _raw(key.public) for key in keys if key.purpose is Purpose.PROOF}
    return is_proved(kept.members, raw)


def _raw(public: bytes) -> bytes:
    key = load_der_public_key(public)
    if not isinstance(key, ed25519.Ed25519PublicKey):
        raise TypeError("proofs are made with Ed25519")
    return key.public_bytes_raw()
