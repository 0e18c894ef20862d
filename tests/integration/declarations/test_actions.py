from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from portal.accounts.models import Person
from portal.applications import actions as applications
from portal.applications.actions import SaveAnswer
from portal.applications.rules import Answered
from portal.applications.states import ApplicationState
from portal.audit.queries import record_of, trail
from portal.declarations import actions, queries
from portal.declarations.actions import HandBack, Recall, Send, Sign
from portal.declarations.models import Declaration
from portal.declarations.states import Ending
from portal.evidence import actions as evidence
from portal.evidence.actions import AddLink
from portal.kernel.errors import IllegalMove, NotFound, NotPermitted, RuleBroken
from portal.kernel.permissions import Part, Role
from tests.factories import declarations as make
from tests.factories.applications import acting, make_team, start_application
from tests.factories.people import make_member
from tests.integration.declarations.conftest import Case


def refusal(attempt: Callable[[], object]) -> list[str]:
    with pytest.raises(RuleBroken) as refused:
        attempt()
    return [str(problem) for problem in refused.value.problems]


def sign_as(case: Case, person: Person, declaration: Declaration, **changed: object) -> None:
    command = Sign(case.team.council.slug, declaration.id, person.name, make.ROLE, confirmed=True)
    actions.sign(acting(case.work, person), replace(command, **changed))  # type: ignore[arg-type] # the caller's words


def parts(case: Case, part: Part) -> frozenset[object]:
    record = record_of(case.work.session, case.application.id, case.team.council.id)
    return record.parts.get(part, frozenset())


def test_sent_application_waits_for_the_approver_with_a_frozen_copy(case: Case) -> None:
    declaration = make.send(case.work, case.team)
    assert make.application_of(case.work, case.team).state is ApplicationState.AWAITING_DECLARATION
    copy = queries.copy_of_declaration(case.work.session, declaration.id)
    assert (copy.reference, len(copy.answers)) == (case.application.reference, 28)
    assert (declaration.number, declaration.sent_from, declaration.statement) == (1, ApplicationState.DRAFT, "2026-1")
    assert parts(case, Part.SENDER) == {case.team.owner.id}


def test_incomplete_application_is_not_sent_and_every_problem_is_named(case: Case) -> None:
    doing, slug = acting(case.work, case.team.contributor), case.team.council.slug
    applications.save_answer(doing, SaveAnswer(slug, "INF-1", 1, Answered()))
    applications.save_answer(doing, SaveAnswer(slug, "INF-2", 1, Answered(2, statement="")))
    send = Send(slug, None)
    assert refusal(lambda: actions.send(acting(case.work, case.team.owner), send)) == [
        "INF-1: INF-1: choose a self-score.",
        "INF-1: INF-1: write a statement.",
        "INF-2: INF-2: write a statement.",
        "approver: Choose who is to sign.",
    ]
    assert make.application_of(case.work, case.team).state is ApplicationState.DRAFT
    assert case.work.session.scalar(select(func.count()).select_from(Declaration)) == 0


def test_application_is_sent_by_an_owner_only(case: Case) -> None:
    send = Send(case.team.council.slug, case.team.approver.id)
    for person in (case.team.contributor, case.team.approver):
        with pytest.raises(NotPermitted):
            actions.send(acting(case.work, person), send)


def test_answers_and_evidence_are_frozen_once_sent(case: Case) -> None:
    make.send(case.work, case.team)
    doing, slug = acting(case.work, case.team.contributor), case.team.council.slug
    with pytest.raises(IllegalMove):
        applications.save_answer(doing, SaveAnswer(slug, "INF-1", 1, Answered(3, statement="x")))
    with pytest.raises(IllegalMove):
        evidence.add_link(doing, AddLink(slug, "INF-1", "https://example.gov.uk/more", "x"))


def test_application_sent_already_is_not_sent_twice(case: Case) -> None:
    make.send(case.work, case.team)
    with pytest.raises(IllegalMove):
        make.send(case.work, case.team)


def test_sender_cannot_be_asked_to_sign_nor_sign(case: Case) -> None:
    make_member(case.work, case.team.council.id, Role.APPROVER, person=case.team.owner)
    asked = Send(case.team.council.slug, case.team.owner.id)
    assert refusal(lambda: actions.send(acting(case.work, case.team.owner), asked)) == [
        "approver: You cannot sign what you send. Choose somebody else."
    ]
    declaration = make.send(case.work, case.team)
    with pytest.raises(NotPermitted):
        sign_as(case, case.team.owner, declaration)
    assert make.application_of(case.work, case.team).state is ApplicationState.AWAITING_DECLARATION


def test_declaration_in_the_database_cannot_be_signed_by_its_sender(case: Case) -> None:
    declaration = make.send(case.work, case.team)
    declaration.signed_name = declaration.signed_role = "x"
    declaration.ending, declaration.ended_at = Ending.SIGNED, case.work.clock.now()
    declaration.ended_by_id = case.team.owner.id
    with pytest.raises(IntegrityError, match="nobody_signs_what_they_sent"), case.work.session.begin_nested():
        case.work.session.flush()


def test_signed_application_is_submitted_with_signature_and_moment(case: Case) -> None:
    declaration = make.send(case.work, case.team)
    application = make.sign(case.work, case.team)
    assert (application.state, application.submitted_at) == (ApplicationState.SUBMITTED, case.work.clock.now())
    signed = queries.signed_declaration(case.work.session, application.id)
    assert (signed.id, signed.signed_name, signed.signed_role) == (declaration.id, "Ann Approver", make.ROLE)
    assert parts(case, Part.SIGNATORY) == {case.team.approver.id}
    assert [entry.event for entry in trail(case.work.session, application.id)] == [
        "application:started",
        "application:sent",
        "application:submitted",
    ]


def test_another_approver_than_the_one_asked_can_sign(case: Case) -> None:
    other = make_member(case.work, case.team.council.id, Role.APPROVER, name="Oona Other")
    declaration = make.send(case.work, case.team)
    sign_as(case, other, declaration)
    assert queries.signed_declaration(case.work.session, case.application.id).ended_by_id == other.id


def test_signing_twice_is_signing_once(case: Case) -> None:
    declaration = make.send(case.work, case.team)
    sign_as(case, case.team.approver, declaration)
    sign_as(case, case.team.approver, declaration)
    events = [entry.event for entry in trail(case.work.session, case.application.id)]
    assert events.count("application:submitted") == 1


def test_second_approver_who_signs_too_is_told_that_it_is_done(case: Case) -> None:
    other = make_member(case.work, case.team.council.id, Role.APPROVER)
    declaration = make.send(case.work, case.team)
    sign_as(case, case.team.approver, declaration)
    with pytest.raises(IllegalMove):
        sign_as(case, other, declaration)


def test_unfinished_signature_signs_nothing(case: Case) -> None:
    declaration = make.send(case.work, case.team)
    assert refusal(lambda: sign_as(case, case.team.approver, declaration, role="", confirmed=False)) == [
        "role: Type your role in the council, such as chief executive.",
        "confirmed: Tick the box to say that you declare all of this.",
    ]
    assert make.application_of(case.work, case.team).state is ApplicationState.AWAITING_DECLARATION


def test_approver_who_read_an_older_sending_does_not_sign_the_newer_one(case: Case) -> None:
    read = make.send(case.work, case.team)
    make.recall(case.work, case.team)
    make.send(case.work, case.team)
    with pytest.raises(IllegalMove):
        sign_as(case, case.team.approver, read)
    assert make.application_of(case.work, case.team).state is ApplicationState.AWAITING_DECLARATION


@pytest.mark.parametrize("role", [Role.OWNER, Role.CONTRIBUTOR])
def test_only_an_approver_signs_or_hands_back(case: Case, role: Role) -> None:
    person = make_member(case.work, case.team.council.id, role)
    declaration = make.send(case.work, case.team)
    with pytest.raises(NotPermitted):
        sign_as(case, person, declaration)
    with pytest.raises(NotPermitted):
        actions.hand_back(acting(case.work, person), HandBack(case.team.council.slug, declaration.id, "x"))


def test_approver_of_another_council_finds_nothing(case: Case) -> None:
    stranger = make_team(case.work).approver
    declaration = make.send(case.work, case.team)
    with pytest.raises(NotFound):
        sign_as(case, stranger, declaration)


def test_declaration_of_another_council_is_not_signed_here(case: Case) -> None:
    make.send(case.work, case.team)
    other = make_team(case.work)
    foreign = make.sent_application(case.work, other)
    theirs = queries.open_declaration(case.work.session, foreign.id)
    for declaration_id in (theirs.id, uuid4()):
        with pytest.raises(NotFound):
            sign_as(case, case.team.approver, theirs, declaration_id=declaration_id)


def test_application_handed_back_is_a_draft_again_with_the_comment(case: Case) -> None:
    make.send(case.work, case.team)
    application = make.hand_back(case.work, case.team, "Not yet 🙂")
    assert application.state is ApplicationState.DRAFT
    last = trail(case.work.session, application.id)[-1]
    assert (last.event, last.reason) == ("application:handed_back", "Not yet 🙂")
    given = queries.declarations_of(case.work.session, application.id)
    assert [(each.ending, each.comment) for each in given] == [(Ending.HANDED_BACK, "Not yet 🙂")]


def test_application_is_not_handed_back_without_a_comment(case: Case) -> None:
    make.send(case.work, case.team)
    assert refusal(lambda: make.hand_back(case.work, case.team, "  ")) == [
        "comment: Say what has to change before you can sign."
    ]


def test_recalled_application_can_be_changed_and_sent_again(case: Case) -> None:
    make.send(case.work, case.team)
    assert make.recall(case.work, case.team).state is ApplicationState.DRAFT
    doing = acting(case.work, case.team.contributor)
    changed = SaveAnswer(case.team.council.slug, "INF-1", 1, Answered(3, statement="Now better."))
    applications.save_answer(doing, changed)
    again = make.send(case.work, case.team)
    copy = queries.copy_of_declaration(case.work.session, again.id)
    assert (again.number, copy.answers[0].self_score, copy.answers[0].revision) == (2, 3, 2)


def test_signed_application_is_not_recalled(case: Case) -> None:
    make.send(case.work, case.team)
    make.sign(case.work, case.team)
    with pytest.raises(IllegalMove):
        actions.recall(acting(case.work, case.team.owner), Recall(case.team.council.slug))


def test_draft_that_was_never_sent_has_nothing_to_recall(case: Case) -> None:
    team = make_team(case.work)
    start_application(case.work, team)
    with pytest.raises(IllegalMove):
        actions.recall(acting(case.work, team.owner), Recall(team.council.slug))
