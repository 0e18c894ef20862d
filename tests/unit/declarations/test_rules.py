from collections.abc import Iterable
from datetime import date
from uuid import UUID, uuid4

import pytest

from portal.applications.states import APPLICATION, ApplicationState
from portal.declarations import rules
from portal.declarations.rules import Signature
from portal.declarations.states import Ending
from portal.kernel.errors import Problem

SENDER, APPROVER, OTHER = uuid4(), uuid4(), uuid4()
NAME = "Siân O’Neill, “=cmd” ŵ"


def said(problems: Iterable[Problem]) -> list[str]:
    return [str(problem) for problem in problems]


def signature(name: str = NAME, role: str = "Monitoring officer", *, confirmed: bool = True) -> Signature:
    return Signature(name, role, confirmed, account_name=NAME)


@pytest.mark.parametrize("sent_from", [ApplicationState.DRAFT, ApplicationState.RETURNED_INCOMPLETE])
@pytest.mark.parametrize("ending", [Ending.RECALLED, Ending.HANDED_BACK])
def test_way_back_leads_to_where_it_was_sent_from(ending: Ending, sent_from: ApplicationState) -> None:
    command = rules.way_back(ending, sent_from)
    assert APPLICATION.find(ApplicationState.AWAITING_DECLARATION, command).target is sent_from


def test_approver_of_the_council_who_has_not_sent_can_be_asked() -> None:
    assert list(rules.approver_problems(APPROVER, {APPROVER, SENDER}, SENDER, {OTHER})) == []


@pytest.mark.parametrize(
    ("chosen", "problem"),
    [
        (None, "approver: Choose who is to sign."),
        (uuid4(), "approver: Choose who is to sign."),
        (SENDER, "approver: You cannot sign what you send. Choose somebody else."),
        (OTHER, "approver: This person has sent this application before. Choose somebody else."),
    ],
)
def test_somebody_who_cannot_sign_is_not_asked(chosen: UUID | None, problem: str) -> None:
    assert said(rules.approver_problems(chosen, {APPROVER, SENDER, OTHER}, SENDER, {OTHER})) == [problem]


def test_council_whose_only_approvers_have_sent_is_told_to_invite_one() -> None:
    problems = rules.approver_problems(SENDER, {SENDER, OTHER}, SENDER, {OTHER})
    assert said(problems) == [
        (
            "approver: Nobody can sign yet. Invite an approver on the page “People with access”. It must be somebody"
            " who has never sent this application."
        )
    ]


@pytest.mark.parametrize("typed", [NAME, f"  {NAME.upper()} ", NAME.replace(" ", "  ")])
def test_signature_with_own_name_role_and_tick_is_complete(typed: str) -> None:
    assert list(rules.signature_problems(signature(typed))) == []


def test_signature_with_another_name_is_refused() -> None:
    assert said(rules.signature_problems(signature("Somebody Else"))) == [
        f"name: You are signed in as {NAME}: type this name. If that is not you, sign out and sign in as yourself."
    ]


def test_signature_of_an_account_without_a_name_takes_any_name() -> None:
    assert list(rules.signature_problems(Signature("Ann", "Leader", True, account_name=""))) == []


def test_empty_signature_is_told_everything_at_once() -> None:
    assert said(rules.signature_problems(signature(" ", "\n", confirmed=False))) == [
        "name: Type your name.",
        "role: Type your role in the council, such as chief executive.",
        "confirmed: Tick the box to say that you declare all of this.",
    ]


@pytest.mark.parametrize(
    ("comment", "problems"),
    [
        ("The dates are wrong 🙂", []),
        (" \n", ["comment: Say what has to change before you can sign."]),
        ("x" * 2000, []),
        ("x" * 2001, ["comment: Write at most 2000 characters."]),
    ],
)
def test_handing_back_needs_a_comment(comment: str, problems: list[str]) -> None:
    assert said(rules.comment_problems(comment)) == problems


def test_next_steps_are_counted_in_working_days_over_christmas() -> None:
    # 21 December 2026 is a Monday; 25 and 28 December and 1 January are bank holidays.
    assert [step.by for step in rules.next_steps(date(2026, 12, 21))] == [date(2026, 12, 30), date(2027, 2, 18)]
