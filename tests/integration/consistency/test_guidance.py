"""Notes and past examples: written by a lead reviewer, read while scoring, and never with a council's name."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.accounts.models import Person
from portal.consistency.models import PastExample, ReviewerNote
from portal.councils.models import Council
from tests.factories.awards import make_council
from tests.factories.past import past_application
from tests.factories.people import make_conflict
from tests.integration.consistency.conftest import Scheme
from tests.integration.reviews import conftest as reviews

# The review that somebody else's tests begin with, for the page on which reviewers read what is written here.
review = reviews.review
HOSTILE = 'Read the list first, "always"\n=cmd ŵ 🙂 שלום <script>alert(1)</script>'
ADDRESS = "/administration/guidance/INF-2"


@pytest.fixture
def past(scheme: Scheme) -> UUID:
    """A past application of a council with a telling name."""
    with scheme.work() as work:
        council = make_council(work, name="Ashby District Council", name_cy="Cyngor Ashby", host="ashby.gov.uk")
        make_council(work, name="Wold County Council", host="wold.gov.uk")
        return past_application(work, council, says="We at Ashby publish a list on ashby.gov.uk.").id


def test_note_stands_beside_the_criterion_and_the_newest_counts(scheme: Scheme) -> None:
    visitor = scheme.visitor()
    visitor.visit("/administration/guidance")
    assert "Write at least one sentence." in visitor.post(ADDRESS, code=422, note="").text
    for note in ("The first note that was written.", HOSTILE, HOSTILE):
        visitor.visit(ADDRESS)
        visitor.post(ADDRESS, note=note)
        scheme.clock.at += timedelta(minutes=1)
    page = visitor.visit(ADDRESS)
    assert "Last written by Lee Lead" in page.text
    assert "1 earlier note is kept." in page.text
    with scheme.work() as work:
        assert len(work.session.scalars(select(ReviewerNote.id)).all()) == 2, "the same note twice is one"


def test_example_that_tells_whose_it_was_is_refused_and_says_what_to_take_out(scheme: Scheme, past: UUID) -> None:
    visitor = scheme.visitor()
    assert "Ashby District Council: scored 2" in visitor.visit(ADDRESS).text
    page = visitor.visit(f"{ADDRESS}/example?from={past}")
    assert "We at Ashby publish a list on ashby.gov.uk." in page.text
    typed: dict[str, Any] = {"score": "2", "why": "The evidence shows it.", "application": past}
    page = visitor.post(f"{ADDRESS}/example", code=422, **typed, example="We at Ashby publish a list on ashby.gov.uk.")
    assert "Take out what tells whose it was: “ashby.gov.uk”, “Ashby”." in page.text
    page = visitor.post(f"{ADDRESS}/example", code=422, **typed, example="Wold County Council does, see WOLD.gov.uk.")
    assert "Take out what tells whose it was: “Wold County Council”, “wold.gov.uk”." in page.text
    with scheme.work() as work:
        assert work.session.scalars(select(PastExample.id)).all() == []
    page = visitor.post(f"{ADDRESS}/example", **typed, example="We publish a list on our website.")
    assert "Scored 2" in page.text


def test_example_needs_its_score_and_both_texts(scheme: Scheme) -> None:
    visitor = scheme.visitor()
    visitor.visit(f"{ADDRESS}/example")
    page = visitor.post(f"{ADDRESS}/example", code=422, score="9", example="", why="")
    assert "Choose the score that it was given." in page.text
    assert page.text.count("Write at least one sentence.") == 4, "in the summary and beside both fields"


def test_lead_with_a_conflict_makes_no_example_of_that_council(scheme: Scheme, past: UUID) -> None:
    with scheme.work() as work:
        council = work.session.scalars(select(Council).where(Council.name == "Ashby District Council")).one()
        make_conflict(work, work.session.get_one(Person, scheme.lead_id), council.id)
    visitor = scheme.visitor()
    assert "Ashby" not in visitor.visit(ADDRESS).html
    visitor.visit(f"{ADDRESS}/example?from={past}", code=404)
    visitor.visit(f"{ADDRESS}/example")
    text = "We publish a list on our website."
    visitor.post(f"{ADDRESS}/example", code=404, score="2", example=text, why=text, application=past)


def test_reviewer_reads_the_note_and_the_examples_while_scoring(review: reviews.Review) -> None:
    lead = review.visitor(review.lead_id)
    beside = f"/reviews/{review.reference}/INF-2"
    assert "How we read this criterion" not in review.visitor().visit(beside).text
    lead.visit(ADDRESS)
    lead.post(ADDRESS, note=HOSTILE)
    lead.post(f"{ADDRESS}/example", score="1", example="We publish half a list.", why="Three accounts are missing.")
    page = review.visitor().visit(beside)
    assert "Note from the lead reviewers Read the list first" in page.text
    assert "Scored 1 We publish half a list. Why: Three accounts are missing." in page.text
    assert "<script>alert" not in page.html
    assert "How we read this criterion" not in review.visitor().visit(f"/reviews/{review.reference}/INF-1").text
    with review.work() as work:
        example = work.session.scalars(select(PastExample.id)).one()
    lead.visit(ADDRESS)
    lead.post(f"{ADDRESS}/example/{example}/retire")
    assert "We publish half a list." not in review.visitor().visit(beside).text
