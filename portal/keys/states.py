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
    """Whether new things are signed with a key.

    What a RETIRED one has signed stays good. What a DISTRUSTED one has signed counts for nothing: somebody else may
    have it.
    """

    IN_USE = "in_use"
    RETIRED = "retired"
    DISTRUSTED = "distrusted"


ISSUER_KEY = Lifecycle(
    "issuer_key",
    KeyState.IN_USE,
    (
        move("retire", [KeyState.IN_USE], KeyState.RETIRED, Permission.KEYS_MANAGE, "key:retired"),
        move("distrust", [KeyState.RETIRED], KeyState.DISTRUSTED, Permission.KEYS_MANAGE, "key:distrusted"),
    ),
)
