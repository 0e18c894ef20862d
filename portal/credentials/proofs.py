"""The two proofs of a credential: Data Integrity (eddsa-rdfc-2022) inside it, and ES256 around it as a token.

The one file that knows pyld and joserfc. What documents mean is read from the vocabularies in ``contexts/``; nothing is
ever fetched, so that issuing and verifying need no network and cannot be led elsewhere.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from pyld import jsonld

from portal.credentials.rules import written
from portal.credentials.template import CREDENTIALS, EXTENSIONS, OPEN_BADGES, Document
from portal.keys.material import base58, from_base58
from portal.keys.queries import SigningKey

HERE = Path(__file__).parent / "contexts"
CONTEXTS = {
    CREDENTIALS: "credentials-v2.json",
    OPEN_BADGES: "open-badges-3.0.3.json",
    EXTENSIONS: "open-badges-extensions.json",
}
CRYPTOSUITE = "eddsa-rdfc-2022"
# What N-Quads write in place of these characters; others that need it are kept out of the template.
_WRITTEN = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


class CredentialFailed(Exception):
    """The credential could not be made, and why; what it belongs to must not be issued."""


def signed(document: Document, key: SigningKey, now: datetime) -> Document:
    """The document with its proof. Raises CredentialFailed where part of it would be left unsigned."""
    if not isinstance(key.private, ed25519.Ed25519PrivateKey):
        raise TypeError("proofs are made with Ed25519")
    proof: Document = {
        "type": "DataIntegrityProof",
        "cryptosuite": CRYPTOSUITE,
        "created": written(now),
        "verificationMethod": key.kid,
        "proofPurpose": "assertionMethod",
    }
    quads = _canonical(document)
    missing = [value for value in _leaves(document) if not _is_in(value, quads)]
    if missing:
        raise CredentialFailed(f"the proof would not cover {missing[0]!r}: its name is not in the vocabularies")
    signature = key.private.sign(_to_sign(document, proof, quads))
    return {**document, "proof": {**proof, "proofValue": f"z{base58(signature)}"}}


def is_proved(document: Mapping[str, Any], keys: Mapping[str, bytes]) -> bool:
    """Whether the proof inside a document of ours is good. ``keys`` are raw Ed25519 public keys by their address.

    Only for documents that are known to have come out of the template: others may cost any amount of time.
    """
    proof = dict(document["proof"])
    public = keys.get(proof["verificationMethod"])
    if public is None:
        return False
    value = proof.pop("proofValue")
    rest = {name: part for name, part in document.items() if name != "proof"}
    try:
        key = ed25519.Ed25519PublicKey.from_public_bytes(public)
        key.verify(from_base58(value[1:]), _to_sign(rest, proof, _canonical(rest)))
    except InvalidSignature:
        return False
    return True


def token(document: Document, key: SigningKey, valid_from: datetime, valid_until: datetime) -> bytes:
    """The same credential as a compact token: the claims around it say once more who, about whom and how long."""
    if not isinstance(key.private, ec.EllipticCurvePrivateKey):
        raise TypeError("tokens are made with P-256")
    issuer, subject = document["issuer"], document["credentialSubject"]
    if not isinstance(issuer, dict) or not isinstance(subject, dict):
        raise TypeError("not a document out of the template")
    claims = {
        "iss": issuer["id"],
        "sub": subject["id"],
        "jti": document["id"],
        "nbf": int(valid_from.timestamp()),
        "exp": int(valid_until.timestamp()),
        **document,
    }
    content = json.dumps(claims, separators=(",", ":")).encode()
    header = {"alg": "ES256", "kid": key.kid, "typ": "JWT"}
    return jws.serialize_compact(header, content, ECKey.import_key(key.private), algorithms=["ES256"]).encode()


def is_token_good(content: bytes, public: Mapping[str, str]) -> bool:
    """Whether a token was signed with the key of this public part (a JSON Web Key)."""
    try:
        jws.deserialize_compact(content, ECKey.import_key({**public}), algorithms=["ES256"])
    except (JoseError, ValueError):
        return False
    return True


def signer_of(document: Mapping[str, Any]) -> str:
    """The address of the key that signed the proof inside a document of ours."""
    return str(document["proof"]["verificationMethod"])


def signer_of_token(content: bytes) -> str:
    """The address of the key that signed a token of ours."""
    return str(jws.extract_compact(content).headers()["kid"])


def _to_sign(document: Mapping[str, Any], proof: Mapping[str, Any], quads: str) -> bytes:
    options = _canonical({"@context": document["@context"], **proof})
    return sha256(options.encode()).digest() + sha256(quads.encode()).digest()


def _canonical(document: Mapping[str, Any]) -> str:
    """The document as canonical statements (RDFC-1.0)."""
    try:
        quads = jsonld.normalize(
            document,
            {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": _known, "base": None},
        )
    except jsonld.JsonLdError as refused:
        raise CredentialFailed(f"no statements could be made of the document: {refused}") from refused
    if not isinstance(quads, str):
        raise CredentialFailed("no statements could be made of the document")
    return quads


def _leaves(value: object, name: str = "") -> Iterator[object]:
    """Every value of a document that its proof has to cover; names of types become addresses, and are left out."""
    if name in ("@context", "type"):
        return
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _leaves(part, key)
    elif isinstance(value, list):
        for part in value:
            yield from _leaves(part, name)
    else:
        yield value


def _is_in(value: object, quads: str) -> bool:
    if isinstance(value, bool):
        return f'"{str(value).lower()}"^^' in quads
    text = str(value)
    return f"<{text}>" in quads or f'"{text.translate(_WRITTEN)}"' in quads or f"#{text}>" in quads


def _known(address: str, _options: object) -> dict[str, object]:
    """Load a vocabulary from ``contexts/``; every other address is refused."""
    if address not in CONTEXTS:
        raise CredentialFailed(f"{address} is none of the vocabularies that come with the portal")
    return {
        "contextUrl": None,
        "documentUrl": address,
        "contentType": "application/ld+json",
        "document": _text(address),
        # It never changes: what pyld makes of it serves every credential.
        "tag": "static",
    }


@cache
def _text(address: str) -> Any:
    return json.loads((HERE / CONTEXTS[address]).read_text(encoding="utf-8"))
