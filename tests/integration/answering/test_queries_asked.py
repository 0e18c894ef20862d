"""The council's pages ask the database as often for a full application as for an empty one."""

import pytest

from portal.accounts.models import Person
from portal.applications import actions as applications
from portal.applications import queries
from portal.applications.rules import Answered
from portal.councils.models import Council
from portal.criteria.queries import edition_of
from portal.evidence import actions as evidence
from portal.sharing import actions as sharing
from tests.factories import declarations as make
from tests.factories.applications import PRESENCE, Team, acting
from tests.integration.applications.conftest import Case
from tests.integration.counting import counted_queries

PAGES = ("", "/INF-1", "/INF-1/evidence", "/INF-1/comments", "/check", "/self-score", "/people", "/timeline")


def fill(case: Case, rows: int, before: int = 0) -> None:
    """Every criterion answered, with links and comments up to so many, of which so many are there."""
    with case.work_of(case.contributor) as work:
        edition = edition_of(work.session, queries.application(work.session, case.application_id).edition_id)
        for criterion in edition.criteria:
            if not before:
                answered = Answered(2, statement="We do, =cmd ŵ 🙂")
                applications.save_answer(work, applications.SaveAnswer(case.slug, criterion.id, 0, answered))
            for number in range(before, rows):
                link = f"https://www.llanfair.gov.uk/{number}"
                evidence.add_link(work, evidence.AddLink(case.slug, criterion.id, link, "It shows"))
                sharing.write_comment(work, sharing.WriteComment(case.slug, criterion.id, f"Number {number}"))


def asked(case: Case, address: str, who: str = "owner") -> int:
    """How often the page asks, once all that is read once only has been read."""
    visitor = case.visitor(getattr(case, who))
    visitor.visit(address)
    with counted_queries(case.app) as statements:
        visitor.visit(address)
    return len(statements)


@pytest.mark.parametrize("address", [*(f"/council/llanfair/application{page}" for page in PAGES), "/council/llanfair/"])
def test_page_asks_as_often_for_every_answer_with_five_links_and_comments_as_for_none(case: Case, address: str) -> None:
    counts = [asked(case, address)]
    for before, rows in ((0, 1), (1, 5)):
        fill(case, rows, before)
        counts.append(asked(case, address))
    assert counts[0] > 0
    assert counts == [counts[0]] * 3


def test_declaration_asks_as_often_for_five_links_to_each_answer_as_for_one(case: Case) -> None:
    counts = []
    for before, rows in ((0, 1), (1, 5)):
        fill(case, rows, before)
        with case.work() as work:
            people = (work.session.get_one(Person, key) for key in (case.owner, case.contributor, case.approver))
            team = Team(work.session.get_one(Council, case.council_id), *people)
            if not before:
                presence = applications.SavePresence(case.slug, 0, PRESENCE)
                applications.save_presence(acting(work, team.contributor), presence)
            make.send(work, team)
        counts.append(asked(case, "/council/llanfair/application/declaration", "approver"))
        with case.work() as work:
            people = (work.session.get_one(Person, key) for key in (case.owner, case.contributor, case.approver))
            make.recall(work, Team(work.session.get_one(Council, case.council_id), *people))
    assert counts == [counts[0]] * 2
