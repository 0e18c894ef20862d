"""What somebody is told who hands in a credential file, whatever it holds."""

import base64
import json
import re
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import update

from portal.awards.queries import AwardRecord
from portal.awards.verdicts import Outcome, Verdict
from portal.credentials.actions import Issue, issue
from portal.credentials.baking import bake_png, bake_svg
from portal.credentials.models import Credential
from portal.credentials.queries import credential_document
from portal.credentials.verifying import verify
from portal.keys.issuer import Issuer
from portal.keys.models import IssuerKey
from portal.storage.engine import Database
from tests.integration.credentials.conftest import Granting

DAY = date(2026, 11, 18)
Verifying = Callable[[bytes], tuple[Outcome, str]]
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def told(database: Database, issuer: Issuer) -> Verifying:
    """Hand in a file today: the outcome, and the number that it is about."""

    def hand_in(content: bytes, day: date = DAY) -> tuple[Outcome, str]:
        with database.reading() as session:
            found: Verdict = verify(session, issuer, content, day)
        assert found.words.text.endswith((".", "%(reason)s"))
        return found.outcome, found.number

    return hand_in


def test_file_is_genuine_in_each_form_until_anything_in_it_is_changed(
    award: AwardRecord, database: Database, told: Verifying
) -> None:
    with database.reading() as session:
        kept = credential_document(session, award.id)
    genuine, changed = (Outcome.GENUINE, award.number), (Outcome.CHANGED, award.number)
    for content in (kept.json, kept.jwt, kept.svg, kept.png, b"\xef\xbb\xbf" + kept.json, b"\n" + kept.jwt + b"\n"):
        assert told(content) == genuine
    members = json.loads(kept.json)
    assert told(json.dumps(members, separators=(",", ":"), sort_keys=True).encode()) == genuine
    assert told(kept.json.replace(b"2028-11-17", b"2038-11-17")) == changed
    members["credentialSubject"]["identifier"][0]["hashed"] = 0
    assert told(json.dumps(members).encode()) == changed
    head, claims, signature = kept.jwt.split(b".")
    plain = base64.urlsafe_b64decode(claims + b"==").replace(b"2028", b"2038")
    assert told(b".".join((head, base64.urlsafe_b64encode(plain).rstrip(b"="), signature))) == changed
    assert told(kept.svg.replace(b"#", b"# ", 1)) == changed
    assert told(kept.png[:-20] + b"\0" + kept.png[-19:]) == changed


def test_file_of_an_earlier_issue_says_that_a_newer_one_took_its_place(
    award: AwardRecord, database: Database, told: Verifying, granting: Granting, issuer: Issuer
) -> None:
    with database.reading() as session:
        old = credential_document(session, award.id)
    with granting() as work:
        issue(work, Issue(award.id, issuer, "A name was wrong."))
    assert told(old.json) == told(old.jwt) == told(old.png) == (Outcome.SUPERSEDED, award.number)
    with database.reading() as session:
        assert told(credential_document(session, award.id).json) == (Outcome.GENUINE, award.number)


def test_file_signed_by_a_key_that_is_no_longer_ours_or_kept_otherwise_is_not_genuine(
    award: AwardRecord, database: Database, told: Verifying
) -> None:
    with database.reading() as session:
        kept = credential_document(session, award.id)
    forged = kept.json.replace(b"example.gov.uk", b"impostor.test")
    with database.writing() as session:
        session.execute(update(Credential).values(document=forged))
    # Whoever can write into the database, but has no key, makes nothing genuine.
    assert told(forged) == (Outcome.CHANGED, award.number)
    with database.writing() as session:
        session.execute(update(Credential).values(document=kept.json))
        session.execute(update(IssuerKey).values(public=IssuerKey.salt).where(IssuerKey.purpose == "seal"))
    assert told(kept.json) == (Outcome.GENUINE, award.number)


def test_file_of_another_scheme_is_not_ours(award: AwardRecord, database: Database, told: Verifying) -> None:
    with database.reading() as session:
        kept = credential_document(session, award.id)
    assert told(kept.json.replace(b"did:web:127.0.0.1%3A5000", b"did:web:other.example")) == (Outcome.NOT_OURS, "")
    assert told(re.sub(rb"/credential/\w{4}-\w{5}", b"/credential/K7QX-3MWDR", kept.json)) == (Outcome.NOT_OURS, "")
    assert told(b'{"issuer": {"id": ["did:web:127.0.0.1%3A5000"]}}') == (Outcome.NOT_OURS, "")
    assert told(b'{"issuer": "did:web:127.0.0.1%3A5000", "id": 7}') == (Outcome.NOT_OURS, "")


LONG = 300_000
HOSTILE = {
    "nothing": b"",
    "zeros": bytes(LONG),
    "brackets": b"[" * LONG,
    "braces": b'{"a":' * (LONG // 5),
    "a long number": b'{"issuer": ' + b"9" * LONG + b"}",
    "a name twice": b'{"issuer": 1, "issuer": 2}',
    "a lone surrogate": b'{"issuer": "\\ud800"}',
    "no text": b"{\xff\xfe}",
    "dots": b"." * LONG,
    "two dots": b"a.b.c",
    "a token of brackets": b"a." + base64.urlsafe_b64encode(b"[" * LONG) + b".c",
    "an open picture": b"<svg><openbadges:credential" + b" " * LONG,
    "many credentials": b"<svg>" + b"<openbadges:credential><![CDATA[" * 9_000,
    "a picture in a picture": b"<svg><openbadges:credential><![CDATA[<svg>]]></openbadges:credential></svg>",
    "a short PNG": PNG + b"\0\0",
    "a PNG of empty pieces": PNG + b"\0\0\0\0iTXt\0\0\0\0" * 25_000,
    "a PNG with a piece too long": PNG + b"\xff\xff\xff\xffiTXtopenbadgecredential\0\0\0\0\0[",
    "a PNG with a compressed piece": PNG + b"\0\0\0\x20iTXtopenbadgecredential\0\1\0\0\0" + b"x" * 40,
    "a PNG that ends in the words": PNG + b"\0\0\0\x17iTXtopenbadgecredential\0\0\0\0",
    "a PDF": b"%PDF-1.7" + b"x" * LONG,
    "too large": b"{" * 1_000_001,
    "mixed": "ŵ🙂שלום=cmd,\"'<script>".encode() * 8_000,
}


def test_file_of_anything_else_gets_a_sentence(told: Verifying) -> None:
    outcomes = {name: told(content) for name, content in HOSTILE.items()}
    not_ours = {"a lone surrogate"}
    assert outcomes == {name: (Outcome.NOT_OURS if name in not_ours else Outcome.UNREADABLE, "") for name in HOSTILE}


def test_baked_marks_inside_the_words_do_not_end_the_credential() -> None:
    content = json.dumps({"name": "]]></openbadges:credential><script>"})
    svg = bake_svg('<svg xmlns="http://www.w3.org/2000/svg"><title>x</title></svg>', content)
    assert svg.count(b"]]>") == 1
    assert b"<script>" not in svg
    png = bake_png(PNG + b"\0\0\0\x0dIHDR" + bytes(17), content)
    assert content.encode() in png
