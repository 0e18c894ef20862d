"""/.well-known/did.json: the scheme's public keys in the form in which verifiers look for them."""

import base64
from collections.abc import Iterable

from portal.keys.issuer import Issuer
from portal.keys.material import jwk, multibase
from portal.keys.queries import PublicKey
from portal.keys.states import Purpose

CONTEXTS = (
    "https://www.w3.org/ns/did/v1",
    "https://w3id.org/security/multikey/v1",
    "https://w3id.org/security/jwk/v1",
)
# The certificates' seals are no statements that a verifier of credentials should take.
ASSERT = frozenset({Purpose.PROOF, Purpose.TOKEN})


def did_document(issuer: Issuer, keys: Iterable[PublicKey]) -> dict[str, object]:
    """The document: every key whose signatures count, under the scheme's identifier, retired ones among the others.

    A key that is not trusted any more is not there. A retired key is not marked: verifiers would refuse what it signed
    while it was in use.
    """
    listed = tuple(keys)
    return {
        "@context": list(CONTEXTS),
        "id": issuer.did,
        "alsoKnownAs": [issuer.address],
        "verificationMethod": [_method(issuer, key) for key in listed],
        "assertionMethod": [issuer.key_id(key.name) for key in listed if key.purpose in ASSERT],
    }


def _method(issuer: Issuer, key: PublicKey) -> dict[str, object]:
    method: dict[str, object] = {"id": issuer.key_id(key.name), "controller": issuer.did}
    if key.purpose is Purpose.PROOF:
        return {**method, "type": "Multikey", "publicKeyMultibase": multibase(key.public)}
    written: dict[str, object] = {**jwk(key.public), "kid": key.name}
    if key.purpose is Purpose.TOKEN:
        written |= {"alg": "ES256", "use": "sig"}
    if key.certificate:
        written["x5c"] = [base64.b64encode(key.certificate).decode()]
    return {**method, "type": "JsonWebKey", "publicKeyJwk": written}
