"""Which addresses the portal opens: those of the public web, and no other. Pure: what a name resolves to is handed in.

The portal stands inside somebody's network. An address that a person types must not make it ask the machines beside it:
an administration page on a private address, the metadata service of a cloud, itself.
"""

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network
from urllib.parse import quote, urlsplit

from portal.fetching.results import Reason, Refused

LONGEST_ADDRESS = 2_000
PORTS = {"http": 80, "https": 443}

_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f-\x9f\\]")
# Left as it is in a path and a question; everything else is written in ASCII.
_AS_TYPED = "/%:@!$&'()*+,;=~-._?"
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?")
# Names that mean this machine or this network wherever they are looked up.
_PRIVATE_ENDINGS = frozenset(
    {"localhost", "localdomain", "local", "internal", "intranet", "lan", "home", "corp", "private", "arpa", "onion"}
)
# Addresses of the newer kind that carry one of the older kind: that one is judged too.
_NAT64 = IPv6Network("64:ff9b::/96")
_COMPATIBLE = IPv6Network("::/96")


@dataclass(frozen=True)
class Target:
    """One address taken apart. ``host`` is in ASCII and lower case; ``path`` has the question, not the fragment."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def address(self) -> str:
        """The address put together again."""
        return f"{self.scheme}://{self.named}{self.path}"

    @property
    def named(self) -> str:
        """The host as it stands in an address and in the Host header."""
        return f"[{self.host}]" if ":" in self.host else self.host


def target(typed: str, within: Collection[str] = ()) -> Target:
    """The address taken apart. Raises Refused where the portal does not open such addresses, whatever is there.

    With hosts in ``within`` it opens addresses on no other.
    """
    if len(typed) > LONGEST_ADDRESS or _UNPRINTABLE.search(typed):
        raise Refused(Reason.NOT_AN_ADDRESS)
    try:
        parts = urlsplit(typed)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise Refused(Reason.NOT_AN_ADDRESS) from None
    if parts.scheme not in PORTS:
        raise Refused(Reason.OTHER_SCHEME)
    if "@" in parts.netloc:
        raise Refused(Reason.CREDENTIALS)
    if port not in (None, PORTS[parts.scheme]):
        raise Refused(Reason.OTHER_PORT)
    named = _host(host)
    if within and named not in within:
        raise Refused(Reason.ELSEWHERE)
    path, question = quote(parts.path or "/", safe=_AS_TYPED), quote(parts.query, safe=_AS_TYPED)
    return Target(parts.scheme, named, PORTS[parts.scheme], f"{path}?{question}" if question else path)


def _host(typed: str) -> str:
    if ":" in typed:
        return _literal(typed)
    try:
        # Writes digits and full stops of other scripts as plain ones: they must not slip past what follows.
        host = typed.encode("idna").decode().lower().rstrip(".")
    except UnicodeError:
        raise Refused(Reason.NOT_AN_ADDRESS) from None
    labels = host.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        return _literal(host)
    if labels[-1] in _PRIVATE_ENDINGS or (len(labels) == 1 and host):
        raise Refused(Reason.NOT_PUBLIC)
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise Refused(Reason.NOT_AN_ADDRESS)
    return host


def _literal(host: str) -> str:
    # 2130706433, 0x7f.1 and 0177.0.0.1 are 127.0.0.1 to many programs. Nobody has a public page there.
    try:
        ip = ipaddress.ip_address(host)
    except ValueError:
        raise Refused(Reason.NOT_PUBLIC) from None
    if not is_public(ip):
        raise Refused(Reason.NOT_PUBLIC)
    return str(ip)


def only_public(found: list[str]) -> str:
    """The address to connect to, of all those that a name resolves to. Raises Refused unless every one is public.

    Every one, and not only the one that is taken: a name that also stands for a private machine is no public website.
    """
    if not found:
        raise Refused(Reason.UNKNOWN_HOST)
    for each in found:
        try:
            ip = ipaddress.ip_address(each)
        except ValueError:
            raise Refused(Reason.NOT_PUBLIC) from None
        if not is_public(ip):
            raise Refused(Reason.NOT_PUBLIC)
    return found[0]


def is_public(ip: IPv4Address | IPv6Address) -> bool:
    """Whether the address belongs to the public internet, whatever form it is written in."""
    if isinstance(ip, IPv6Address):
        if ip.scope_id or ip.is_site_local or ip.teredo is not None or ip in _COMPATIBLE:
            return False
        carried = ip.ipv4_mapped or ip.sixtofour or (IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None)
        if carried is not None:
            return is_public(carried)
    return ip.is_global and not (
        ip.is_multicast or ip.is_private or ip.is_loopback or ip.is_link_local or ip.is_reserved or ip.is_unspecified
    )
