"""Where uploaded bytes are kept: under random keys, outside everything the web server shows."""

import secrets
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from obstore.store import LocalStore

from portal.kernel.errors import NotFound


class FileStore:
    """A folder of files, each under a key that cannot be guessed and says nothing of the name it came with."""

    def __init__(self, folder: Path) -> None:
        self._store = LocalStore(prefix=folder, mkdir=True)

    def put(self, content: bytes) -> str:
        """Keep the bytes; returns the key. They are on the disk when this returns."""
        key = secrets.token_hex(20)
        self._store.put(key, content)
        return key

    def get(self, key: str) -> bytes:
        """The bytes under the key. Raises NotFound."""
        try:
            return bytes(self._store.get(key).bytes())
        except FileNotFoundError as missing:
            raise NotFound(f"no file {key}") from missing

    def held(self) -> Iterator[tuple[str, datetime]]:
        """The key of everything that is kept, and when it was put there."""
        for some in self._store.list():
            for one in some:
                yield one["path"], one["last_modified"]

    def delete(self, key: str) -> None:
        """Forget the bytes; no complaint where there are none."""
        try:
            self._store.delete(key)
        except FileNotFoundError:
            return
