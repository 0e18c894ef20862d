"""Asking the virus scanner, where there is one: the only file that knows clamav-client.

A file is called clean by nobody: either the scanner found nothing in it, or it has not been scanned.
"""

import io

import structlog
from clamav_client.clamd import ClamdError, ClamdNetworkSocket, ClamdUnixSocket

from portal.uploads.results import Scan

SECONDS = 30
log = structlog.get_logger()


class Infected(Exception):
    """The scanner has found something, and gives it this name."""


def scan(address: str, content: bytes) -> Scan:
    """What the scanner at ``host:port`` or at the path of a Unix socket says; NOT_SCANNED where it cannot be asked.

    Raises Infected.
    """
    if not address:
        return Scan.NOT_SCANNED
    try:
        # OSError: the connection breaks while the file is on its way, for instance because it is larger than allowed.
        said = _scanner(address).instream(io.BytesIO(content))
    except (ClamdError, OSError, ValueError) as failed:
        log.warning("file not scanned", why=str(failed))
        return Scan.NOT_SCANNED
    verdict, name = said.get("stream", ("ERROR", None))
    if verdict == "FOUND":
        log.warning("file infected", found=name)
        raise Infected(name or "")
    if verdict != "OK":
        log.warning("file not scanned", why=f"{verdict}: {name}")
        return Scan.NOT_SCANNED
    return Scan.NOTHING_FOUND


def _scanner(address: str) -> ClamdNetworkSocket:
    host, colon, port = address.rpartition(":")
    if colon and port.isdecimal():
        return ClamdNetworkSocket(host.strip("[]"), int(port), SECONDS)
    return ClamdUnixSocket(address, SECONDS)
