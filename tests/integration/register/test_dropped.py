from io import BytesIO
from pathlib import Path
from zlib import compress

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.awards.verdicts import Outcome
from portal.keys.issuer import Issuer
from portal.register.dropped import LARGEST, examine
from tests.factories import awards as make
from tests.factories.certificates import issue_papers
from tests.factories.keys import ISSUER
from tests.integration.visiting import Page, Visitor
from tests.integration.working import Working

BOMB = b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
)
NASTY = {
    "entity bomb": BOMB + b'] ><svg xmlns="http://www.w3.org/2000/svg"><text>&j;</text></svg>',
    "outside entity": b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>',
    "deep JSON": b"[" * 300_000,
    "deep objects": b'{"a":' * 50_000,
    "long JSON": b'{"issuer": "' + b"x" * 300_000 + b'"}',
    "number": b'{"issuer": ' + b"9" * 300_000 + b"}",
    "token of nothing": b"a.b.c",
    "long token": b".".join([b"e" * 100_000] * 3),
    "PNG that claims more": b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffiTXtopenbadgecredential\0\1\0",
    "PNG with a huge text": b"\x89PNG\r\n\x1a\n\0\4\x93\xe0iTXtopenbadgecredential\0\0\0\0\0" + b"[" * 300_000,
    "PNG with a packed text": b"\x89PNG\r\n\x1a\n\0\0\1\0iTXtopenbadgecredential\0\1\0\0\0" + compress(bytes(9**7)),
    "PNG without end": b"\x89PNG\r\n\x1a\n" + b"\0\0\0\0tEXt\0\0\0\0" * 20_000,
    "PDF of nothing": b"%PDF-1.7\n" + b"stream\n" * 40_000,
    "PDF in a circle": (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF"
    ),
    "bytes": bytes(range(256)) * 1200,
    "other letters": "ŵ🙂 שלום\0".encode("utf-16") * 10_000,
}
# What can be read at least as far as that it names another scheme, or none.
STRANGE = ("PDF of nothing", "PDF in a circle", "long JSON")


def send(visitor: Visitor, content: bytes, name: str = "certificate.pdf", code: int = 200) -> Page:
    """Choose a file on the page and send it, in bytes as a browser does: the test client leaves large files open."""
    visitor.visit("/verify")
    part = '--limit\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
    file = f'--limit\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = (part % ("csrf_token", visitor.token()) + file).encode() + content + b"\r\n--limit--\r\n"
    response = visitor.client.post("/verify", data=body, content_type="multipart/form-data; boundary=limit")
    assert response.status_code == code
    page = Page(response.text)
    assert page.check() == []
    visitor.response = response
    return page


@pytest.mark.parametrize("kind", NASTY)
def test_hostile_file_is_a_no_with_a_way_on(visitor: Visitor, kind: str) -> None:
    page = send(visitor, NASTY[kind], "=cmd|<script>ŵ🙂.pdf")
    what = "file was not issued by us" if kind in STRANGE else "is no certificate or credential that we can read"
    assert page.headings == [f"No. This {what}"]
    assert ("Check by number, by the name of the council, or another file", "/verify") in page.links


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    begins=st.sampled_from([b"", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"<svg", b"{", b"ey.ey."]),
    rest=st.binary(max_size=400),
)
def test_whatever_bytes_a_file_has_there_is_an_answer(app: Flask, begins: bytes, rest: bytes) -> None:
    running = app.extensions["portal"]
    with running.database.reading() as session:
        found = examine(session, ISSUER, begins + rest, running.clock.now().date())
    assert found.verdict.outcome in (Outcome.UNREADABLE, Outcome.NOT_OURS)
    assert found.page is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Choose a file that is not empty."),
        (b"%PDF-" + b"\0" * LARGEST, "The file is larger than 8 MB, so it is none of ours. Choose another one."),
    ],
)
def test_file_that_is_none_or_too_large_is_told_what_to_do(visitor: Visitor, content: bytes, said: str) -> None:
    page = send(visitor, content, code=422)
    assert said in page.text


def test_nothing_sent_at_all_is_told_what_to_do(visitor: Visitor) -> None:
    visitor.visit("/verify")
    assert "Choose a file that is not empty." in visitor.post("/verify", 422).text


def test_file_sent_by_another_website_is_not_looked_at(visitor: Visitor) -> None:
    visitor.visit("/verify")
    fields = {"csrf_token": visitor.token(), "file": (BytesIO(b"x"), "a.jwt")}
    said = visitor.client.post("/verify", data=fields, headers={"Sec-Fetch-Site": "cross-site"})
    assert (said.status_code, "This was sent from another website" in said.text) == (422, True)


def test_file_leaves_no_cookie_no_trace_on_disk_and_no_answer_in_a_cache(visitor: Visitor, app: Flask) -> None:
    def kept() -> list[Path]:
        instance: Path = app.extensions["portal"].config.instance
        return sorted(path for path in instance.rglob("*") if path.is_file() and ".db" not in path.name)

    before = kept()
    send(visitor, NASTY["bytes"])
    assert visitor.response.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in visitor.response.headers
    assert kept() == before


def test_certificate_as_issued_is_a_yes_until_the_award_is_not_held(visitor: Visitor, working: Working) -> None:
    with working() as work:
        award = make.make_award(work, make.make_council(work, "Camden Council"))
        issue_papers(work, award.id)
    pdf = visitor.client.get(f"/certificate/{award.number}.pdf").data
    page = send(visitor, pdf)
    assert page.headings == ["Yes. This file is genuine, and the award is current"]
    assert ("Yes. Camden Council holds the Mark until 17 November 2028", f"/verify/{award.number}") in page.links
    with working() as work:
        make.suspend(work, award)
    page = send(visitor, pdf)
    assert page.headings == ["No. This file is genuine, but the award is not current"]
    assert "No. The Mark of Camden Council has been suspended since 18 November 2026" in page.text


def test_certificate_that_was_changed_is_a_no(visitor: Visitor, working: Working) -> None:
    with working() as work:
        award = make.make_award(work, make.make_council(work, "Camden Council"))
        issue_papers(work, award.id)
    pdf = visitor.client.get(f"/certificate/{award.number}.pdf").data
    assert send(visitor, pdf[:2000] + b"\0" + pdf[2001:]).headings == ["No. This file is not as it was issued"]


@pytest.mark.parametrize("form", ["json", "jwt", "svg", "png"])
def test_credential_is_a_yes_as_issued_a_no_once_changed_and_a_no_when_the_award_is_not_held(
    visitor: Visitor, working: Working, app: Flask, form: str
) -> None:
    config = app.extensions["portal"].config
    with working() as work:
        award = make.make_award(work, make.make_council(work, "Camden Council"))
        issue_papers(work, award.id, issuer=Issuer(config.public_address, config.key_secret))
    content = visitor.client.get(f"/credential/{award.number}.{form}").data
    assert send(visitor, content, "=cmd.txt").headings == ["Yes. This file is genuine, and the award is current"]
    # A letter of the signature, or of the picture that comes after the credential.
    middle = content.rindex(b"proofValue") + 20 if form == "json" else len(content) - 30
    other = b"A" if content[middle : middle + 1] != b"A" else b"B"
    changed = content[:middle] + other + content[middle + 1 :]
    assert send(visitor, changed).headings == ["No. This file is not as it was issued"]
    # Half of a file is no file; the first half of a picture has all of the credential in it.
    half = "not as it was issued" if form in ("svg", "png") else "no certificate or credential that we can read"
    assert half in send(visitor, content[: -len(content) // 3]).headings[0]
    with working() as work:
        make.withdraw(work, award)
    page = send(visitor, content)
    assert page.headings == ["No. This file is genuine, but the award is not current"]
    assert ("See the certificate as we issued it", f"/certificate/{award.number}") in page.links


def test_credential_in_the_name_of_another_scheme_is_not_ours(visitor: Visitor, working: Working) -> None:
    with working() as work:
        award = make.make_award(work, make.make_council(work, "Camden Council"))
        issue_papers(work, award.id)
    # Made with our keys, but as the scheme at another address.
    content = visitor.client.get(f"/credential/{award.number}.json").data
    assert send(visitor, content).headings == ["No. This file was not issued by us"]
