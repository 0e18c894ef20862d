"""A credential is checked in the browser alone: on our page, and in the kept page without any connection."""

import zlib
from pathlib import Path
from struct import pack

from joserfc import jwt
from joserfc.jwk import ECKey
from playwright.sync_api import Browser, Page, expect

from portal.keys.issuer import Issuer
from portal.keys.queries import signing_key
from portal.keys.states import Purpose
from tests.journeys.conftest import Arrival
from tests.journeys.running import Portal

CLAIMS = {
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "credentialSubject": {
        "id": "https://ashfield.gov.uk",
        "identifier": [{"identityHash": "Ashfield District Council"}],
    },
    "validFrom": "2026-01-01T00:00:00Z",
    "validUntil": "2400-01-01T00:00:00Z",
}


def token(portal: Portal, **claims: object) -> str:
    """A credential as the portal signs one, with the portal's own key."""
    config = portal.services.config
    issuer = Issuer(config.public_address, config.key_secret)
    with portal.services.database.reading() as session:
        key = signing_key(session, issuer, Purpose.TOKEN)
    header = {"alg": "ES256", "kid": key.kid, "typ": "JWT"}
    return jwt.encode(header, {**CLAIMS, "issuer": issuer.did, **claims}, ECKey.import_key(key.private))  # type: ignore[arg-type] # a P-256 key


def baked_png(credential: str) -> bytes:
    """The smallest picture with a credential in it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    text = b"openbadgecredential\0\0\0\0\0" + credential.encode()
    header = pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"iTXt", text) + chunk(b"IEND", b"")


def baked_svg(credential: str) -> str:
    """The smallest drawing with a credential in it."""
    space = 'xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"'
    return f'<svg {space}><openbadges:credential verify="{credential}"/></svg>'


def answered(page: Page, name: str, content: bytes | str, line: str) -> None:
    """Assert what the page says of a file."""
    held = content.encode() if isinstance(content, str) else content
    page.set_input_files("#credential", {"name": name, "mimeType": "application/octet-stream", "buffer": held})
    expect(page.locator("[data-answer] h2")).to_have_text(line)


def test_credential_is_checked_in_the_browser_alone_and_offline(
    portal: Portal, arrive: Arrival, browser: Browser, tmp_path: Path
) -> None:
    good = token(portal)
    head, body, signature = good.split(".")
    other_body = token(portal, validUntil="2500-01-01T00:00:00Z").split(".")[1]
    guest = arrive()
    guest.visit("/verify/offline")
    guest.look()
    guest.page.uncheck("#ask")
    unchecked = "The signature is genuine; whether the award still stands was not checked:"
    real = f"{unchecked} Ashfield District Council, until 1 January 2400"
    for name, content in (("a.jwt", good), ("a.png", baked_png(good)), ("a.svg", baked_svg(good))):
        answered(guest.page, name, content, real)
    guest.look()
    answered(
        guest.page, "b.jwt", f"{head}.{other_body}.{signature}", "No. This file has been changed since it was signed"
    )
    answered(
        guest.page,
        "c.jwt",
        token(portal, validUntil="2026-02-01T00:00:00Z"),
        "No. This award expired on 1 February 2026",
    )
    answered(guest.page, "d.jwt", token(portal, issuer="did:web:evil.example"), "No. This file was not signed by us")
    answered(guest.page, "e.png", b"\x89PNG\r\n\x1a\n" + b"\xff" * 40, "No. This is no credential that we can read")
    answered(guest.page, "f.json", "[" * 100_000, "No. This is no credential that we can read")
    guest.look()

    kept = tmp_path / "kept.html"
    kept.write_bytes(guest.fetch("/verify/offline.html").body())
    alone = browser.new_context(offline=True)
    page = alone.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(kept.as_uri())
    answered(page, "a.jwt", good, real)
    listed = {
        "statusListCredential": f"{portal.address}/status/1",
        "statusListIndex": "5",
        "statusPurpose": "revocation",
    }
    answered(page, "g.jwt", token(portal, credentialStatus=listed), real)
    expect(page.locator("[data-answer]")).to_contain_text("could not be fetched")
    answered(page, "b.jwt", f"{head}.{body}.{other_body}", "No. This file has been changed since it was signed")
    # Only the one fetch of the list, which there is no connection for.
    assert [said for said in complaints if "ERR_INTERNET_DISCONNECTED" not in said] == []
    alone.close()
