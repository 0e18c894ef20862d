"""What a council's people say to each other about a criterion."""

from uuid import UUID

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEvent
from portal.sharing.models import Comment
from tests.factories.applications import AWKWARD_STATEMENT
from tests.integration.applications.conftest import Case
from tests.integration.telling import Told


def comments(case: Case) -> list[tuple[UUID, str]]:
    with case.database.reading() as session:
        return [(key, text) for key, text in session.execute(select(Comment.id, Comment.text))]


def test_comment_stands_below_the_answer_for_every_role_and_its_author_alone_can_remove_it(case: Case) -> None:
    told, officer = Told(case.app, "comment:written"), case.visitor(case.contributor)
    officer.visit(f"{case.here}/INF-1")
    officer.post(f"{case.here}/INF-1/comments", comment=f"  {AWKWARD_STATEMENT}\r\n\r\n")
    assert officer.response.request.path == f"{case.here}/INF-1"
    ((key, text),) = comments(case)
    assert text == f"  {AWKWARD_STATEMENT}"
    for person, may_remove in ((case.contributor, True), (case.owner, False), (case.approver, False)):
        reader = case.visitor(person)
        page = reader.visit(f"{case.here}/INF-1")
        # No other form stands beside the answer: sending it would lose what is typed there.
        assert ("w" * 90 in page.text, "<script>alert" in page.html, "Remove this comment" in page.text) == (
            True,
            False,
            False,
        )
        page = reader.visit(f"{case.here}/INF-1/comments")
        assert ("w" * 90 in page.text, "Remove this comment" in page.text) == (True, may_remove)
    assert [(event.subject_id, event.council_id, event.actor_id, event.details) for event in told.events] == [
        (case.application_id, case.council_id, case.contributor, {"criterion": "INF-1"})
    ]
    address = f"{case.here}/INF-1/comments/{key}/remove"
    owner = case.visitor(case.owner)
    owner.visit(case.here)
    owner.post(address, 404)
    officer.post(address.replace("INF-1", "INF-2"), 404)
    assert "No comments yet." in officer.post(address).text


def test_going_on_to_comment_saves_the_answer_first(case: Case) -> None:
    officer = case.visitor(case.contributor)
    page = officer.visit(f"{case.here}/INF-1")
    assert "Add the comment" not in page.text
    officer.post(f"{case.here}/INF-1", statement="Typed and not saved yet.", version="0", then="comment")
    assert officer.response.request.path == f"{case.here}/INF-1/comments"
    assert "Typed and not saved yet." in officer.visit(f"{case.here}/INF-1").html


def test_comment_leaves_no_trace_in_the_audit_trail_that_the_scheme_reads(case: Case) -> None:
    officer = case.visitor(case.contributor)
    with case.database.reading() as session:
        before = session.scalars(select(AuditEvent.id)).all()
    officer.visit(f"{case.here}/INF-1")
    officer.post(f"{case.here}/INF-1/comments", comment="Who has this?")
    with case.database.reading() as session:
        assert session.scalars(select(AuditEvent.id)).all() == before


@pytest.mark.parametrize(
    ("typed", "said"),
    [(" \n", "Write something, or go back to the answer."), ("x" * 2_001, "Write at most 2,000 characters.")],
)
def test_comment_that_cannot_be_added_says_why_and_keeps_what_was_typed(case: Case, typed: str, said: str) -> None:
    officer = case.visitor(case.contributor)
    officer.visit(f"{case.here}/INF-1")
    page = officer.post(f"{case.here}/INF-1/comments", 422, comment=typed)
    assert (said in page.text, typed.strip() in page.html, comments(case)) == (True, True, [])


def test_comment_on_what_is_no_criterion_is_not_found(case: Case) -> None:
    officer = case.visitor(case.contributor)
    officer.visit(f"{case.here}/XYZ-1/comments", 404)
    officer.visit(case.here)
    officer.post(f"{case.here}/XYZ-1/comments", 404, comment="Where?")
