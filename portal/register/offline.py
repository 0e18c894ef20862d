"""The page that checks a credential in a browser alone: with the scheme's public keys in it, to use or to keep."""

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy.orm import Session

from config import ROOT
from portal.kernel.clock import Clock
from portal.keys.document import did_document
from portal.keys.issuer import Issuer
from portal.keys.queries import public_keys
from portal.keys.states import Purpose

_SCRIPT, _STYLE = "js/verifier.js", "css/answer.css"


@dataclass(frozen=True)
class VerifierPage:
    """What a page needs to check credentials alone: the keys as JSON, and when they were put in.

    ``script`` and ``style`` are what the kept page brings with it; ``policy`` lets exactly these run, and nothing be
    fetched but the status list at the scheme's own address.
    """

    did: str
    address: str
    keys: str
    known_at: datetime
    script: str
    style: str
    policy: str


def verifier_page(session: Session, issuer: Issuer, clock: Clock) -> VerifierPage:
    """The page as of now, with every key whose signatures under credentials count."""
    keys = [key for key in public_keys(session) if key.purpose in (Purpose.PROOF, Purpose.TOKEN)]
    script, style = _built(_SCRIPT), _built(_STYLE)
    return VerifierPage(
        did=issuer.did,
        address=issuer.address,
        keys=json.dumps(did_document(issuer, keys)["verificationMethod"]),
        known_at=clock.now(),
        script=script,
        style=style,
        policy="; ".join(
            (
                "default-src 'none'",
                f"script-src '{_hash(script)}'",
                f"style-src '{_hash(style)}'",
                f"connect-src {issuer.address}",
                "base-uri 'none'",
                "form-action 'none'",
            )
        ),
    )


@cache
def _built(name: str) -> str:
    return (ROOT / "static" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
