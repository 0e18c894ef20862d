"""Making, replacing and listing the scheme's keys, and what everybody sees of them."""

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from flask import Flask
from sqlalchemy import delete

from portal.keys.issuer import Issuer
from portal.keys.material import public_part
from portal.keys.models import IssuerKey
from portal.keys.queries import CLOSED_KEY, NO_KEY, KeyMissing, public_keys, signing_key
from portal.keys.states import Purpose
from portal.storage.engine import Database
from tests.factories.keys import ISSUER
from tests.integration.visiting import Visitor

DID = "did:web:127.0.0.1%3A5000"


def run(app: Flask, *command: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["keys", *command])
    return done.exit_code, done.output


def private_parts(database: Database) -> list[bytes]:
    """The private part of each key in use, in the open."""
    with database.reading() as session:
        keys = [signing_key(session, ISSUER, purpose).private for purpose in Purpose]
    return [key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()) for key in keys]


def test_keys_are_made_once_and_listed_without_anything_private(app: Flask, database: Database) -> None:
    with database.writing() as session:
        session.execute(delete(IssuerKey))
    assert run(app, "list") == (0, "There are no keys yet. Make them: flask --app wsgi keys create\n")
    made, said = run(app, "create")
    assert (made, said.count("Made a key for ")) == (0, 3)
    refused, said = run(app, "create")
    assert refused == 1
    assert said == (
        "Error: There is a key for each purpose already. To put new ones in their place: flask --app wsgi keys rotate "
        "Nothing was changed.\n"
    )
    _listed, said = run(app, "list")
    assert said.count("made on 18 November 2026, in use.") == 3
    with database.reading() as session:
        secret = [row.sealed_private.hex() for row in session.query(IssuerKey)]
    for private in private_parts(database):
        secret += [private.hex()]
    assert [each for each in secret if each in said] == []


def test_rotation_retires_the_old_keys_which_stay_public(app: Flask, database: Database, visitor: Visitor) -> None:
    with database.reading() as session:
        before = {key.name for key in public_keys(session)}
    assert run(app, "rotate", "--purpose", "proof")[0] == 0
    with database.reading() as session:
        after = public_keys(session)
        signs = signing_key(session, ISSUER, Purpose.PROOF)
    retired = {key.name for key in after if key.retired_at}
    assert (len(after), len(retired), retired < before) == (4, 1, True)
    assert signs.kid.rpartition("#")[2] not in before
    published = visitor.client.get("/.well-known/did.json").get_json()
    assert [method["id"] for method in published["verificationMethod"]] == [f"{DID}#{key.name}" for key in after]
    assert published["assertionMethod"] == [f"{DID}#{key.name}" for key in after if key.purpose is not Purpose.SEAL]
    assert "retired on 18 November 2026" in run(app, "list")[1]


def test_rotation_without_a_key_is_refused_and_says_what_to_do(app: Flask, database: Database) -> None:
    with database.writing() as session:
        session.execute(delete(IssuerKey).where(IssuerKey.purpose == Purpose.SEAL))
    assert run(app, "rotate") == (
        1,
        "Error: There is no key to replace. Make the first ones: flask --app wsgi keys create Nothing was changed.\n",
    )
    assert run(app, "create")[1].count("Made a key for the seal of certificates") == 1


def test_public_document_has_each_key_in_its_form_and_may_be_read_from_anywhere(visitor: Visitor) -> None:
    answer = visitor.client.get("/.well-known/did.json")
    published = answer.get_json()
    assert (published["id"], published["alsoKnownAs"]) == (DID, ["http://127.0.0.1:5000"])
    assert {method["controller"] for method in published["verificationMethod"]} == {DID}
    assert [method["type"] for method in published["verificationMethod"]] == ["Multikey", "JsonWebKey", "JsonWebKey"]
    seal, token = (method["publicKeyJwk"] for method in published["verificationMethod"][1:])
    assert (token["alg"], seal["x5c"][0][:4]) == ("ES256", "MIIB")
    assert [sorted(jwk) for jwk in (token, seal)] == [
        ["alg", "crv", "kid", "kty", "use", "x", "y"],
        ["crv", "kid", "kty", "x", "x5c", "y"],
    ]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Content-Type"] == "application/did+json"
    assert "Vary" not in answer.headers
    again = visitor.client.get("/.well-known/did.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_key_that_is_missing_or_cannot_be_opened_says_which_command_helps(database: Database) -> None:
    with database.writing() as session:
        assert public_part(signing_key(session, ISSUER, Purpose.SEAL).private)
        with pytest.raises(KeyMissing) as closed:
            signing_key(session, Issuer(ISSUER.address, "another secret, also long enough"), Purpose.SEAL)
        session.execute(delete(IssuerKey))
        with pytest.raises(KeyMissing) as missing:
            signing_key(session, ISSUER, Purpose.SEAL)
    assert (closed.value.problems, missing.value.problems) == ((CLOSED_KEY,), (NO_KEY,))
