"""The guarded fetch: the one way in which the portal opens a page that somebody has named.

Never inside a database transaction, never while somebody waits for a page of ours: it may take all of its time.
"""

import socket
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from urllib.parse import urljoin

from portal.fetching import guard
from portal.fetching.connecting import Connector
from portal.fetching.results import Fetched, Reason, Refusal, Refused

MOST_BYTES = 5 * 1024 * 1024
MOST_SECONDS = 15.0
MOST_REDIRECTS = 5

# Every address that a name stands for, at this moment.
Resolve = Callable[[str], list[str]]


def machine_resolver(host: str) -> list[str]:
    """What the machine's own resolver says; empty where it knows no such name."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True)
class Fetcher:
    """Opens pages. ``resolve`` and ``connector`` can be exchanged; what may be opened cannot."""

    connector: Connector
    resolve: Resolve = field(default=machine_resolver)
    most_seconds: float = MOST_SECONDS

    def fetch(self, address: str, within: Collection[str] = ()) -> Fetched | Refusal:
        """Open a page, following up to five redirects, each of them judged anew. Raises nothing.

        With hosts (as the network knows them) in ``within`` nothing is opened on any other, wherever a redirect leads.
        """
        until = time.monotonic() + self.most_seconds
        for _ in range(MOST_REDIRECTS + 1):
            try:
                target = guard.target(address, within)
                hop = self.connector.ask(target, guard.only_public(self._resolved(target.host, until)), until)
            except Refused as refused:
                return Refusal(address, refused.reason)
            if not hop.location:
                return Fetched(target.address, hop.code, hop.media_type, hop.content, hop.headers)
            try:
                address = urljoin(target.address, hop.location)
            except ValueError:
                return Refusal(target.address, Reason.NOT_AN_ADDRESS)
        return Refusal(address, Reason.TOO_MANY_REDIRECTS)

    def _resolved(self, host: str, until: float) -> list[str]:
        found: list[list[str]] = []
        # A resolver cannot be interrupted: what comes too late comes to nobody.
        asking = threading.Thread(target=lambda: found.append(self.resolve(host)), daemon=True)
        asking.start()
        asking.join(max(until - time.monotonic(), 0.01))
        if not found:
            raise Refused(Reason.TOO_SLOW)
        return found[0]


def fetcher(public_address: str) -> Fetcher:
    """The portal's own, which says honestly who asks."""
    return Fetcher(Connector(f"SocialMediaFriendlyMark/1.0 (evidence check; +{public_address})", MOST_BYTES))
