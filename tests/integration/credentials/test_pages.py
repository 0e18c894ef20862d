"""What machines get: the credential in each of its forms, and the status lists."""

import base64
import gzip
import json
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from xml.etree import ElementTree

import pytest
from flask import Flask
from joserfc import jws
from joserfc.jwk import ECKey
from PIL import Image
from sqlalchemy import select, update

from portal.awards.queries import AwardRecord
from portal.credentials.actions import Issue, issue
from portal.credentials.baking import unbake_png, unbake_svg
from portal.credentials.models import Credential
from portal.credentials.queries import credential_document
from portal.kernel.clock import FixedClock
from portal.kernel.errors import RuleBroken
from portal.keys.issuer import Issuer
from portal.keys.models import IssuerKey
from portal.keys.queries import KeyMissing
from portal.storage.engine import Database
from tests.factories import awards as make
from tests.integration.credentials.conftest import Document, Granting
from tests.integration.visiting import Visitor

TYPES = {
    "json": "application/vc+ld+json",
    "jwt": "application/vc+jwt",
    "svg": "image/svg+xml",
    "png": "image/png",
}


def bits(document: Document) -> set[int]:
    """The places whose bit is set in a published list."""
    packed = document["credentialSubject"]["encodedList"]
    assert packed[0] == "u"
    whole = gzip.decompress(base64.urlsafe_b64decode(packed[1:] + "=" * (-len(packed[1:]) % 4)))
    assert len(whole) * 8 == 131_072
    return {place * 8 + bit for place, byte in enumerate(whole) if byte for bit in range(8) if byte & 0x80 >> bit}


def test_each_form_is_served_as_it_was_issued_to_whoever_asks(
    award: AwardRecord, visitor: Visitor, database: Database
) -> None:
    with database.reading() as session:
        kept = credential_document(session, award.id)
    for form, content in {"json": kept.json, "jwt": kept.jwt, "svg": kept.svg, "png": kept.png}.items():
        answer = visitor.client.get(f"/credential/{award.number}.{form}")
        assert (answer.status_code, answer.data, answer.mimetype) == (200, content, TYPES[form])
        assert answer.headers["Cache-Control"] == "public, max-age=0, s-maxage=55, must-revalidate"
        assert ("Vary" in answer.headers, "Set-Cookie" in answer.headers) == (False, False)
        again = visitor.client.get(
            f"/credential/{award.number}.{form}", headers={"If-None-Match": answer.headers["ETag"]}
        )
        assert again.status_code == 304
        small = visitor.client.get(f"/credential/{award.number.lower()}.{form}")
        assert (small.status_code, small.headers["Location"]) == (301, f"/credential/{award.number}.{form}")


def test_credential_may_be_read_by_any_page_and_its_picture_be_shown_by_none(
    award: AwardRecord, visitor: Visitor
) -> None:
    # It says for ever what the live badge says today: a page that shows it from here would go on after the award.
    told = {form: visitor.client.get(f"/credential/{award.number}.{form}").headers for form in TYPES}
    assert {form: said.get("Access-Control-Allow-Origin") for form, said in told.items()} == {
        "json": "*",
        "jwt": "*",
        "svg": None,
        "png": None,
    }
    for form in ("svg", "png"):
        assert told[form]["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "frame-ancestors 'none'" in told[form]["Content-Security-Policy"]
        kept = f'attachment; filename="social-media-friendly-mark-{award.number}.{form}"'
        assert told[form]["Content-Disposition"] == kept


def test_number_that_no_award_has_and_list_that_is_none_are_not_found_in_words(visitor: Visitor) -> None:
    # Whoever asks for data gets the sentence as data: at an address of a status list only programs ask.
    data = "there is nothing at this address"
    for address, said in {
        "/credential/K7QX-3MWDR.json": data,
        "/credential/nonsense.png": "Page not found",
        "/status/revocation-7": data,
        "/status/x": data,
    }.items():
        answer = visitor.client.get(address)
        assert answer.status_code == 404
        assert said in answer.text
    assert visitor.client.get("/credential/K7QX-3MWDR.exe").status_code == 404


def test_every_form_holds_the_same_credential_and_the_pictures_are_pictures(
    award: AwardRecord, visitor: Visitor, fetched: Callable[[str], Document]
) -> None:
    document = fetched(f"/credential/{award.number}.json")
    svg, png = (visitor.client.get(f"/credential/{award.number}.{form}").data for form in ("svg", "png"))
    root = ElementTree.fromstring(svg)  # noqa: S314 - the portal wrote it a moment ago
    first = root[0]
    assert first.tag == "{https://purl.imsglobal.org/ob/v3p0}credential"
    assert json.loads(first.text or "") == document
    assert json.loads(unbake_svg(svg) or b"") == json.loads(unbake_png(png) or b"") == document
    with Image.open(BytesIO(png)) as picture:
        picture.load()
        assert json.loads(picture.info["openbadgecredential"]) == document
    did = fetched("/.well-known/did.json")
    token = visitor.client.get(f"/credential/{award.number}.jwt").data
    method = next(each for each in did["verificationMethod"] if each.get("publicKeyJwk", {}).get("alg") == "ES256")
    signed = jws.deserialize_compact(token, ECKey.import_key(method["publicKeyJwk"]), algorithms=["ES256"])
    assert signed.headers() == {"alg": "ES256", "kid": method["id"], "typ": "JWT"}
    claims = json.loads(signed.payload)
    del document["proof"]
    assert {name: claims.pop(name) for name in document} == document
    assert claims == {
        "iss": did["id"],
        "sub": "https://xn--yn-9ua.example.gov.uk",
        "jti": document["id"],
        "nbf": 1_794_960_000,
        "exp": 1_858_118_399,
    }


def test_bits_follow_the_standing_and_places_say_nothing(
    granting: Granting, fetched: Callable[[str], Document], database: Database
) -> None:
    with granting() as work:
        awards = [make.make_award(work, make.make_council(work)) for _ in range(5)]
        make.suspend(work, awards[0])
        make.withdraw(work, awards[1])
        make.give_up(work, awards[2])
        make.end(work, awards[3])
    with database.reading() as session:
        places = {
            row.award_id: row.list_index for row in session.execute(select(Credential.award_id, Credential.list_index))
        }
    where = [places[award.id] for award in awards]
    assert len(set(where)) == 5
    assert where != sorted(where) or max(where) > 100
    assert bits(fetched("/status/suspension-1")) == {where[0]}
    assert bits(fetched("/status/revocation-1")) == set(where[1:4])


def test_list_is_signed_anew_each_day_and_says_what_that_day_says(
    granting: Granting, fetched: Callable[[str], Document], clock: FixedClock, app: Flask, database: Database
) -> None:
    with granting() as work:
        award = make.make_award(work, make.make_council(work))
    first = fetched("/status/revocation-1")
    clock.at += timedelta(hours=1)
    assert fetched("/status/revocation-1") == first
    clock.at += timedelta(days=1)
    # Before any sweep: whoever asks gets the truth of the day.
    assert fetched("/status/revocation-1")["validFrom"] == "2026-11-19T11:00:00Z"
    app.extensions["portal-worker"].sweep()
    clock.at += timedelta(hours=2)
    second = fetched("/status/revocation-1")
    assert (second["validFrom"], second["validUntil"]) == ("2026-11-19T11:00:00Z", "2026-11-26T11:00:00Z")
    clock.at = clock.at.replace(year=2028, month=11, day=18, hour=0, minute=0, second=0)
    with database.reading() as session:
        place = session.scalars(select(Credential.list_index).where(Credential.award_id == award.id)).one()
    assert bits(second) == set()
    assert bits(fetched("/status/revocation-1")) == {place}


def test_award_without_a_key_is_not_granted_and_a_withdrawal_goes_on_without_one(
    award: AwardRecord, granting: Granting, app: Flask, database: Database, visitor: Visitor
) -> None:
    with database.writing() as session:
        session.execute(update(IssuerKey).values(salt=b"of another row"))
    with pytest.raises(KeyMissing), granting() as work:
        make.make_award(work, make.make_council(work))
    with granting() as work:
        make.withdraw(work, award)
    # Nobody is told what is no longer so: there is no list until it can be signed.
    assert visitor.client.get("/status/revocation-1").status_code != 200
    assert app.test_cli_runner().invoke(args=["keys", "rotate"]).exit_code == 0
    app.extensions["portal-worker"].sweep()
    assert len(bits(visitor.client.get("/status/revocation-1").get_json(force=True))) == 1


def test_second_issue_wants_a_reason(award: AwardRecord, granting: Granting, issuer: Issuer) -> None:
    with pytest.raises(RuleBroken, match="Say why a new one is issued"), granting() as work:
        issue(work, Issue(award.id, issuer))
