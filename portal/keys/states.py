"""The lifecycle of a signing key, and what each key is for."""

from enum import StrEnum

from portal.kernel.lifecycle import Lifecycle, move
from portal.kernel.permissions import Permission


class Purpose(StrEnum):
    """What a key signs: proofs inside credentials, credentials as tokens, seals of certificates."""

    PROOF = "proof"
    TOKEN = "token"  # noqa: S105 - the name of a purpose
    SEAL = "seal"


class KeyState(StrEnum):
    """Whether new things are signed with a key. What a retired one has signed stays good."""

    IN_USE = "in_use"
    RETIRED = "retired"


ISSUER_KEY = Lifecycle(
    "issuer_key",
    KeyState.IN_USE,
    (move("retire", [KeyState.IN_USE], KeyState.RETIRED, Permission.KEYS_MANAGE, "key:retired"),),
)
