"""Who issues: the scheme at its address, with the secret that opens its keys."""

from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit


@dataclass(frozen=True)
class Issuer:
    """The scheme at ``public_address``, such as https://mark.example.org; ``secret`` is the setting KEY_SECRET.

    The secret is never shown: not in a log, not in a traceback's values.
    """

    public_address: str
    secret: str = field(repr=False)

    @property
    def address(self) -> str:
        """The address without a slash at the end, as it stands in whatever is signed."""
        return self.public_address.rstrip("/")

    @property
    def did(self) -> str:
        """The scheme as a decentralised identifier (did:web), which leads to /.well-known/did.json of this address."""
        return f"did:web:{quote(urlsplit(self.address).netloc, safe='')}"

    def key_id(self, name: str) -> str:
        """The address of a key by its name, as signatures name it."""
        return f"{self.did}#{name}"
