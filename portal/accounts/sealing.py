"""What is kept of a secret, by keys made from the installation's own: hashes that need the key, and sealed texts."""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from portal.kernel.errors import Problem, RuleBroken
from portal.kernel.words import words

KEY_BYTES = 32
KEY_IS_GONE = Problem(
    "",
    words(
        "Your app was set up under a key that the portal no longer has. Use a passkey, or ask a scheme administrator "
        "to remove your second step; you set up a new one when you next sign in."
    ),
)


def _key(secret_key: str, purpose: str) -> bytes:
    # One secret, one key for each purpose: what leaks of one says nothing of another.
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"portal.accounts {purpose}".encode()).derive(secret_key.encode())


class Sealer:
    """Hashes and seals with keys derived from SECRET_KEY; opens what was sealed under an earlier one too."""

    def __init__(self, secret_key: str, fallbacks: tuple[str, ...] = ()) -> None:
        self._hash_keys = [_key(secret, "hash") for secret in (secret_key, *fallbacks)]
        self._box = MultiFernet(
            [Fernet(base64.urlsafe_b64encode(_key(secret, "seal"))) for secret in (secret_key, *fallbacks)]
        )

    def hash_of(self, *parts: str) -> str:
        """A hash of the parts that nobody can try guesses against without the key, in hexadecimal."""
        return self._digest(*parts).hex()

    def hashes_of(self, *parts: str) -> tuple[str, ...]:
        """The hash of the parts, by the key of today first and then by each earlier one: for what is kept for years."""
        return tuple(self._digest(*parts, key=key).hex() for key in self._hash_keys)

    def bytes_for(self, *parts: str) -> bytes:
        """Twenty bytes that nobody can foretell without the key, the same each time for the same parts."""
        return self._digest(*parts)[:20]

    def seal(self, text: str) -> str:
        """The text, encrypted."""
        return self._box.encrypt(text.encode()).decode()

    def unseal(self, sealed: str) -> str:
        """The text again. Raises RuleBroken where it was sealed under a key that is gone."""
        try:
            return self._box.decrypt(sealed).decode()
        except InvalidToken as lost:
            raise RuleBroken([KEY_IS_GONE]) from lost

    def _digest(self, *parts: str, key: bytes | None = None) -> bytes:
        return hmac.digest(key or self._hash_keys[0], "\x1f".join(parts).encode(), hashlib.sha256)
