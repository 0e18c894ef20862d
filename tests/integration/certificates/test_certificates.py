from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import func, select

from portal.audit.work import Work
from portal.awards.models import Award
from portal.awards.queries import AwardRecord
from portal.certificates import render
from portal.certificates.actions import Issue, issue
from portal.certificates.lettering import CertificateFailed
from portal.certificates.models import Certificate
from portal.councils.kinds import Nation
from portal.councils.models import Council
from portal.kernel.errors import NotPermitted, RuleBroken
from portal.kernel.events import Event
from portal.kernel.permissions import SYSTEM
from tests.factories import awards as make
from tests.factories.certificates import issue_papers
from tests.factories.keys import ISSUER
from tests.integration.visiting import Visitor
from tests.integration.working import Working


@pytest.fixture
def award(working: Working) -> AwardRecord:
    with working() as work:
        council = make.make_council(work, "Cyngor, =cmd Ŵyn", name_cy="Cyngor Ŷn")
        award = make.make_award(work, council, commendation=True)
        issue_papers(work, award.id)
        return award


@pytest.fixture
def welsh(working: Working) -> AwardRecord:
    with working() as work:
        council = make.make_council(work, "Ynys Council", name_cy="Cyngor Ynys", nation=Nation.WALES)
        award = make.make_award(work, council)
        issue_papers(work, award.id)
        return award


@contextmanager
def granting(app: Flask) -> Iterator[Work]:
    """A transaction in which every award that is granted gets its credential and its certificate."""
    running = app.extensions["portal"]

    def on_grant(work: Work, event: Event) -> None:
        issue_papers(work, event.subject_id)

    with running.database.writing() as session:
        yield Work(session, SYSTEM, running.clock, {"award:granted": [on_grant]})


def test_document_is_served_byte_for_byte_as_it_was_issued(visitor: Visitor, award: AwardRecord, app: Flask) -> None:
    response = visitor.client.get(f"/certificate/{award.number}.pdf")
    with app.extensions["portal"].database.reading() as session:
        kept = session.scalars(select(Certificate)).one()
        assert (kept.pdf, kept.sha256) == (response.data, sha256(response.data).hexdigest())
    assert (response.mimetype, response.headers["ETag"]) == (
        "application/pdf",
        f'"{sha256(response.data).hexdigest()}"',
    )
    assert (
        response.headers["Content-Disposition"] == f'inline; filename="social-media-friendly-mark-{award.number}.pdf"'
    )
    assert "Set-Cookie" not in response.headers


def test_document_says_who_until_when_and_where_to_check(visitor: Visitor, award: AwardRecord) -> None:
    response = visitor.client.get(f"/certificate/{award.number}.pdf")
    # The address may run over two lines.
    text = "".join(PdfReader(BytesIO(response.data)).pages[0].extract_text().split())
    for part in (
        "Cyngor, =cmd Ŵyn",
        "with commendation",
        "18 November 2026",
        "17 November 2028",
        award.number,
        f"{ISSUER.address}/verify/{award.number}",
        "Check the register for the current standing.",
    ):
        assert "".join(part.split()) in text


def test_unchanged_document_is_not_sent_again(visitor: Visitor, award: AwardRecord) -> None:
    address = f"/certificate/{award.number}.pdf"
    tag = visitor.client.get(address).headers["ETag"]
    assert visitor.client.get(address, headers={"If-None-Match": tag}).status_code == 304


def test_page_shows_the_same_certificate(visitor: Visitor, award: AwardRecord) -> None:
    page = visitor.visit(f"/certificate/{award.number}")
    assert page.headings == ["Certificate of Cyngor, =cmd Ŵyn"]
    assert (
        "This certifies that Cyngor, =cmd Ŵyn Cyngor Ŷn was checked against the published criteria and holds the Mark"
        " with commendation from 18 November 2026 to 17 November 2028" in page.text
    )
    assert "no longer current" not in page.text
    assert "not a promise that every post is right." in page.text
    assert ("Open the certificate as a document (PDF)", f"/certificate/{award.number}.pdf?lang=en") in page.links


def test_certificate_of_a_withdrawn_award_says_so_on_its_page_and_stays_as_it_was_issued(
    visitor: Visitor, award: AwardRecord, working: Working
) -> None:
    before = visitor.client.get(f"/certificate/{award.number}.pdf").data
    with working() as work:
        make.withdraw(work, award)
    page = visitor.visit(f"/certificate/{award.number}")
    assert "This certificate is no longer current. Standing since 18 November 2026: Withdrawn." in page.text
    assert visitor.client.get(f"/certificate/{award.number}.pdf").data == before


@pytest.mark.parametrize("ending", ["", ".pdf"])
def test_certificate_that_does_not_exist_is_not_found(visitor: Visitor, ending: str) -> None:
    visitor.visit(f"/certificate/3333-3333O{ending}", code=404)


@pytest.mark.parametrize("ending", ["", ".pdf"])
def test_number_in_another_form_leads_to_its_one_form(visitor: Visitor, award: AwardRecord, ending: str) -> None:
    response = visitor.client.get(f"/certificate/{award.number.lower()}{ending}")
    assert (response.status_code, response.headers["Location"]) == (301, f"/certificate/{award.number}{ending}")


def test_welsh_body_has_its_certificate_in_both_languages(visitor: Visitor, welsh: AwardRecord) -> None:
    address = f"/certificate/{welsh.number}.pdf"
    documents = [visitor.client.get(asked) for asked in (address, f"{address}?lang=cy", f"/cy{address}")]
    assert [document.headers["Content-Language"] for document in documents] == ["en", "cy", "cy"]
    assert documents[1].data == documents[2].data != documents[0].data
    titles = [PdfReader(BytesIO(document.data)).metadata for document in documents]
    assert [title and title.title for title in titles[:2]] == [
        f"Certificate {welsh.number}: Ynys Council",
        f"Tystysgrif {welsh.number}: Cyngor Ynys",
    ]


def test_page_in_welsh_shows_the_welsh_document_and_tags_the_other_name(visitor: Visitor, welsh: AwardRecord) -> None:
    page = visitor.visit(f"/cy/certificate/{welsh.number}")
    assert page.headings == ["Tystysgrif Cyngor Ynys"]
    body = visitor.client.get(f"/cy/certificate/{welsh.number}").text
    assert '<p class="mark-certificate__name">Cyngor Ynys</p>' in body
    assert '<p class="mark-certificate__other" lang="en">Ynys Council</p>' in body
    assert [link for link in page.links if ".pdf" in link[1]] == [
        ("Agor y dystysgrif yn Gymraeg (PDF)", f"/cy/certificate/{welsh.number}.pdf?lang=cy"),
        ("Agor y dystysgrif yn Saesneg (PDF)", f"/cy/certificate/{welsh.number}.pdf?lang=en"),
    ]
    english = visitor.visit(f"/certificate/{welsh.number}")
    assert [said for said, address in english.links if ".pdf" in address] == [
        "Open the certificate in English (PDF)",
        "Open the certificate in Welsh (PDF)",
    ]


@pytest.mark.parametrize("asked", ["?lang=cy", "?lang=fr", "?lang=&issue=x"])
def test_other_bodies_have_it_in_english_however_it_is_asked_for(
    visitor: Visitor, award: AwardRecord, asked: str
) -> None:
    response = visitor.client.get(f"/certificate/{award.number}.pdf{asked}")
    assert (response.status_code, response.headers["Content-Language"]) == (200, "en")


def test_correction_supersedes_every_language_and_the_old_issue_stays_as_it_was(
    visitor: Visitor, working: Working, welsh: AwardRecord
) -> None:
    old = visitor.client.get(f"/certificate/{welsh.number}.pdf?lang=cy").data
    with working() as work:
        work.session.get_one(Council, welsh.council_id).name_cy = "Cyngor Ynys Ŵyn"
        work.session.flush()
        issue_papers(work, welsh.id, "The name was misspelt.")
        rows = work.session.execute(
            select(Certificate.issue, Certificate.language, Certificate.superseded_reason).order_by(
                Certificate.issue, Certificate.language
            )
        )
        assert [tuple(row) for row in rows] == [
            (1, "cy", "The name was misspelt."),
            (1, "en", "The name was misspelt."),
            (2, "cy", ""),
            (2, "en", ""),
        ]
    page = visitor.visit(f"/cy/certificate/{welsh.number}?issue=1")
    assert page.headings == ["Tystysgrif Cyngor Ynys"]
    assert "Dyma gyhoeddiad 1, a ddisodlwyd oherwydd: The name was misspelt." in page.text
    (document,) = (address for _words, address in page.links if "lang=cy" in address)
    assert document == f"/cy/certificate/{welsh.number}.pdf?lang=cy&issue=1"
    assert visitor.client.get(document).data == old
    assert visitor.client.get(f"/cy/certificate/{welsh.number}.pdf").data != old
    assert visitor.visit(f"/cy/certificate/{welsh.number}").headings == ["Tystysgrif Cyngor Ynys Ŵyn"]


@pytest.mark.parametrize("address", ["?issue=3", ".pdf?issue=3", f".pdf?issue={10**30}"])
def test_issue_that_does_not_exist_is_not_found(visitor: Visitor, award: AwardRecord, address: str) -> None:
    visitor.visit(f"/certificate/{award.number}{address}", code=404)


def test_second_certificate_without_a_reason_is_refused(working: Working, award: AwardRecord) -> None:
    with working() as work, pytest.raises(RuleBroken, match="Say why a new one is issued"):
        issue(work, Issue(award.id, ISSUER))


def test_only_the_portal_issues(working: Working, award: AwardRecord) -> None:
    with working() as work, pytest.raises(NotPermitted):
        issue(make.lead(work), Issue(award.id, ISSUER, "because"))


def test_award_whose_certificate_cannot_be_drawn_is_not_granted(
    app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with granting(app) as work:
        make.make_award(work, make.make_council(work))
    monkeypatch.setitem(render.OWN_FILES, "mark-white.svg", (tmp_path / "gone.svg", "image/svg+xml"))
    with pytest.raises(CertificateFailed), granting(app) as work:
        make.make_award(work, make.make_council(work))
    with app.extensions["portal"].database.reading() as session:
        counts = [session.scalar(select(func.count()).select_from(table)) for table in (Award, Certificate)]
    assert counts == [1, 1]
