"""What browsers and passkeys say to each other and to us: the one file that knows the library for it (WebAuthn)."""

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url, decode_credential_public_key, decoded_public_key_to_cryptography
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from portal.secondstep.rules import CHALLENGE_LASTS, RelyingParty

NAME = "Social Media Friendly Mark"
CHALLENGE_BYTES = 32
TIMEOUT_MS = int(CHALLENGE_LASTS.total_seconds() * 1000)
# What the library lets through from a text that no browser has written.
MALFORMED = (WebAuthnException, UnsupportedAlgorithm, ValueError, TypeError, LookupError, AttributeError)
TRANSPORTS = tuple(transport.value for transport in AuthenticatorTransport)


@dataclass(frozen=True)
class Known:
    """A passkey that was added before: its id, and how it may be reached."""

    credential_id: str
    transports: tuple[str, ...]


@dataclass(frozen=True)
class NewKey:
    """What is kept of a passkey that has proved itself."""

    credential_id: str
    public_key: str
    sign_count: int
    transports: tuple[str, ...]


def new_challenge() -> str:
    """What has to be signed: 256 bits of chance."""
    return bytes_to_base64url(secrets.token_bytes(CHALLENGE_BYTES))


def options_to_add(
    party: RelyingParty, person_id: bytes, email: str, name: str, challenge: str, known: Iterable[Known]
) -> str:
    """What the browser is to be asked for a new passkey, as JSON; it refuses a device that has one of ``known``."""
    return options_to_json(
        generate_registration_options(
            rp_id=party.id,
            rp_name=NAME,
            user_id=person_id,
            user_name=email,
            user_display_name=name or email,
            challenge=base64url_to_bytes(challenge),
            timeout=TIMEOUT_MS,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.REQUIRED
            ),
            exclude_credentials=_descriptors(known),
        )
    )


def options_to_use(party: RelyingParty, challenge: str, known: Iterable[Known]) -> str:
    """What the browser is to be asked to use one of the person's passkeys, as JSON."""
    return options_to_json(
        generate_authentication_options(
            rp_id=party.id,
            challenge=base64url_to_bytes(challenge),
            timeout=TIMEOUT_MS,
            allow_credentials=_descriptors(known),
            user_verification=UserVerificationRequirement.REQUIRED,
        )
    )


def _descriptors(known: Iterable[Known]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            id=base64url_to_bytes(one.credential_id), transports=[AuthenticatorTransport(way) for way in one.transports]
        )
        for one in known
    ]


def credential_id_in(said: str) -> str | None:
    """The id of the passkey that a browser says it has used; None where it says none."""
    named = _read(said).get("id")
    return named if isinstance(named, str) else None


def new_key(party: RelyingParty, challenge: str, said: str) -> NewKey | None:
    """The new passkey in what the browser says; None unless it was made for us, here, now, by somebody it knows."""
    try:
        found = verify_registration_response(
            credential=_read(said),
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
        )
        # It is not asked to sign anything today: whether it can is known from its form only.
        decoded_public_key_to_cryptography(decode_credential_public_key(found.credential_public_key))
    except MALFORMED:
        return None
    return NewKey(
        bytes_to_base64url(found.credential_id),
        bytes_to_base64url(found.credential_public_key),
        found.sign_count,
        _transports_in(said),
    )


def count_after_use(
    party: RelyingParty, challenge: str, said: str, person_id: bytes, public_key: str, sign_count: int
) -> int | None:
    """How often the passkey says it was used by now; None unless it has signed this challenge, here, for this person.

    A count that does not go up is refused: there may be a copy. A passkey that does not count always says 0.
    """
    credential = _read(said)
    try:
        handle = credential["response"].get("userHandle")
        if handle and base64url_to_bytes(handle) != person_id:
            return None
        return verify_authentication_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=base64url_to_bytes(public_key),
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        ).new_sign_count
    except MALFORMED:
        return None


def _transports_in(said: str) -> tuple[str, ...]:
    response = _read(said).get("response")
    named = response.get("transports") if isinstance(response, Mapping) else None
    return tuple(way for way in TRANSPORTS if isinstance(named, list) and way in named)


def _read(said: str) -> dict[str, Any]:
    try:
        found = json.loads(said)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
