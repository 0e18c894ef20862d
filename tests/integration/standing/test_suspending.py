from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from portal.accounts.models import Person
from portal.applications.models import Application
from portal.audit.queries import trail
from portal.audit.work import Work
from portal.awards.queries import AwardRecord, award_by_id
from portal.awards.rules import Standing
from portal.awards.states import ReasonType
from portal.kernel.clock import FixedClock, today
from portal.kernel.errors import IllegalMove, NotFound, NotPermitted, RuleBroken
from portal.kernel.permissions import SYSTEM, Part, Role
from portal.standing import actions, suspending, withdrawing
from portal.standing.rules import Verdict
from portal.standing.states import Ground
from portal.storage.engine import Database
from tests.factories import awards as make
from tests.factories.applications import acting
from tests.factories.people import make_conflict, make_member, make_staff

NOTE = 'Posters with a false badge, "still" ŵ 🙂'
WHY = "It was taken down everywhere, =cmd 🙂"


@dataclass(frozen=True)
class Cast:
    """Everybody who has to do with one award."""

    work: Work
    award: AwardRecord
    slug: str
    administrator: Person
    lead: Person
    other_lead: Person
    panel: Person
    owner: Person
    approver: Person

    def standing(self) -> Standing:
        return award_by_id(self.work.session, self.award.id).position(today(self.work.clock)).standing

    def events(self) -> list[str]:
        return [entry.event for entry in trail(self.work.session, self.award.application_id)][1:]


@pytest.fixture
def cast(database: Database, clock: FixedClock) -> Iterator[Cast]:
    with database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        council = make.make_council(work)
        roles = (Role.ADMINISTRATOR, Role.LEAD, Role.LEAD, Role.PANEL)
        administrator, lead, other_lead, panel = (make_staff(work, role) for role in roles)
        owner, approver = (make_member(work, council.id, role) for role in (Role.OWNER, Role.APPROVER))
        award = make.make_award(work, council)
        yield Cast(work, award, council.slug, administrator, lead, other_lead, panel, owner, approver)


def propose(cast: Cast, person: Person, ground: Ground = Ground.MISUSE) -> None:
    command = suspending.Propose(cast.award.number, ground, "Posters in three towns.", "Take the posters down.", NOTE)
    suspending.propose(acting(cast.work, person), command)


def decide(cast: Cast, person: Person, verdict: Verdict, why: str = "") -> None:
    suspending.decide(acting(cast.work, person), suspending.Decide(cast.award.number, verdict, why))


def suspended(cast: Cast, ground: Ground = Ground.MISUSE) -> None:
    propose(cast, cast.administrator, ground)
    decide(cast, cast.lead, Verdict.AT_ONCE, "Residents are sent to a fraud.")


def carry_out(cast: Cast) -> None:
    for step in suspending.suspensions_due(cast.work.session, cast.work.clock.now()):
        step(cast.work)


def withdraw(cast: Cast, reason: ReasonType = ReasonType.FALSE_STATEMENT) -> None:
    command = withdrawing.Propose(cast.award.number, reason, "The statement was not so.", "It was not so.")
    withdrawing.propose(acting(cast.work, cast.lead), command)


def answer(cast: Cast, person: Person, *, confirmed: bool) -> None:
    command = withdrawing.AnswerProposal(cast.award.number, confirmed, "We have read it all.")
    withdrawing.answer(acting(cast.work, person), command)


def test_council_has_five_working_days_and_is_suspended_by_the_portal_on_the_next(
    cast: Cast, clock: FixedClock
) -> None:
    propose(cast, cast.administrator)
    decide(cast, cast.lead, Verdict.NOTICE)
    # From Wednesday 18 November: Thursday, Friday, Monday, Tuesday, Wednesday.
    for days in (1, 7):
        clock.at += timedelta(days=days) if days == 1 else timedelta(days=6)
        carry_out(cast)
        assert cast.standing() is Standing.CURRENT
    clock.at += timedelta(days=1)
    carry_out(cast)
    assert (today(clock), cast.standing()) == (date(2026, 11, 26), Standing.SUSPENDED)
    assert award_by_id(cast.work.session, cast.award.id).position(today(clock)).public_note == NOTE
    assert cast.events() == ["suspension:proposed", "suspension:noticed", "suspension:carried_out", "award:suspended"]


def test_suspension_that_is_dropped_in_time_never_comes(cast: Cast, clock: FixedClock) -> None:
    propose(cast, cast.lead)
    decide(cast, cast.other_lead, Verdict.NOTICE)
    said = suspending.Answer(cast.slug, "The posters are down, here are photographs.")
    suspending.answer(acting(cast.work, cast.owner), said)
    suspending.drop(acting(cast.work, cast.lead), suspending.Say(cast.award.number, WHY))
    clock.at += timedelta(days=30)
    carry_out(cast)
    assert cast.standing() is Standing.CURRENT
    assert cast.events()[-2:] == ["suspension:answered", "suspension:dropped"]


def test_suspension_without_notice_needs_its_reason(cast: Cast) -> None:
    propose(cast, cast.administrator)
    with pytest.raises(RuleBroken, match="Say why in a sentence"):
        decide(cast, cast.lead, Verdict.AT_ONCE)
    decide(cast, cast.lead, Verdict.AT_ONCE, "Residents are sent to a fraud.")
    assert cast.standing() is Standing.SUSPENDED


def test_whoever_proposed_a_suspension_does_not_decide_it(cast: Cast) -> None:
    propose(cast, cast.lead)
    with pytest.raises(NotPermitted):
        decide(cast, cast.lead, Verdict.NOTICE)
    with pytest.raises(NotFound):
        decide(cast, cast.administrator, Verdict.NOTICE)
    decide(cast, cast.other_lead, Verdict.NOT, "One late answer is not misuse.")
    assert cast.standing() is Standing.CURRENT


def test_restored_award_keeps_its_last_day(cast: Cast, clock: FixedClock) -> None:
    suspended(cast)
    clock.at += timedelta(days=40)
    suspending.restore(acting(cast.work, cast.other_lead), suspending.Say(cast.award.number, WHY))
    restored = award_by_id(cast.work.session, cast.award.id)
    assert (cast.standing(), restored.valid_until) == (Standing.CURRENT, cast.award.valid_until)
    assert restored.position(today(clock) - timedelta(days=1)).standing is Standing.SUSPENDED


def test_award_that_has_run_out_meanwhile_is_not_suspended(cast: Cast, clock: FixedClock) -> None:
    clock.at += timedelta(days=725)
    propose(cast, cast.administrator)
    decide(cast, cast.lead, Verdict.NOTICE)
    clock.at += timedelta(days=9)
    carry_out(cast)
    assert (cast.standing(), cast.events()[-1]) == (Standing.EXPIRED, "suspension:lapsed")


def test_withdrawal_takes_a_lead_reviewer_and_a_member_of_the_panel(cast: Cast) -> None:
    suspended(cast, Ground.FALSE_STATEMENT)
    withdraw(cast)
    for person in (cast.lead, cast.other_lead, cast.administrator):
        with pytest.raises(NotFound):
            answer(cast, person, confirmed=True)
    answer(cast, cast.panel, confirmed=True)
    position = award_by_id(cast.work.session, cast.award.id).position(today(cast.work.clock))
    assert (position.standing, position.reason_type, position.public_note) == (
        Standing.WITHDRAWN,
        ReasonType.FALSE_STATEMENT,
        "It was not so.",
    )
    assert cast.events()[-3:] == ["withdrawing:proposed", "withdrawing:confirmed", "award:withdrawn"]


def test_panel_member_who_proposed_as_a_lead_decided_the_case_or_has_a_tie_does_not_confirm(cast: Cast) -> None:
    suspended(cast)
    withdraw(cast)
    make_staff(cast.work, Role.PANEL, cast.lead)
    with pytest.raises(NotPermitted):
        answer(cast, cast.lead, confirmed=True)
    decider, tied = (make_staff(cast.work, Role.PANEL, name=name) for name in ("Dee", "Tia"))
    application = cast.work.session.get_one(Application, cast.award.application_id)
    cast.work.involve(application, decider.id, Part.DECIDER)
    make_conflict(cast.work, tied, cast.award.council_id)
    for person in (decider, tied):
        with pytest.raises(NotFound):
            answer(cast, person, confirmed=True)
    assert cast.standing() is Standing.SUSPENDED


def test_award_that_the_panel_does_not_withdraw_stays_suspended(cast: Cast) -> None:
    suspended(cast)
    withdraw(cast)
    with pytest.raises(IllegalMove):
        suspending.restore(acting(cast.work, cast.lead), suspending.Say(cast.award.number, WHY))
    answer(cast, cast.panel, confirmed=False)
    assert cast.standing() is Standing.SUSPENDED
    suspending.restore(acting(cast.work, cast.lead), suspending.Say(cast.award.number, WHY))
    assert cast.standing() is Standing.CURRENT


def test_award_is_withdrawn_from_its_suspension_only_and_after_ninety_days(cast: Cast, clock: FixedClock) -> None:
    with pytest.raises(IllegalMove):
        withdraw(cast)
    suspended(cast)
    with pytest.raises(RuleBroken, match="from 2027-02-16"):
        withdraw(cast, ReasonType.MISUSE)
    clock.at += timedelta(days=90)
    withdraw(cast, ReasonType.MISUSE)
    with pytest.raises(IllegalMove):
        withdraw(cast, ReasonType.MISUSE)


def test_giving_up_takes_an_owner_and_an_approver_who_is_somebody_else(cast: Cast) -> None:
    make_member(cast.work, cast.award.council_id, Role.APPROVER, cast.owner)
    actions.ask_giving_up(acting(cast.work, cast.owner), actions.GiveUp(cast.slug, "A new start next year."))
    with pytest.raises(NotPermitted):
        actions.confirm_giving_up(acting(cast.work, cast.owner), cast.slug)
    assert cast.standing() is Standing.CURRENT
    actions.confirm_giving_up(acting(cast.work, cast.approver), cast.slug)
    assert (cast.standing(), cast.events()) == (
        Standing.GIVEN_UP,
        ["giving_up:asked", "giving_up:confirmed", "award:given_up"],
    )


def test_wish_to_give_up_that_is_refused_changes_nothing(cast: Cast) -> None:
    actions.ask_giving_up(acting(cast.work, cast.owner), actions.GiveUp(cast.slug, "A new start next year."))
    actions.refuse_giving_up(acting(cast.work, cast.approver), cast.slug)
    assert cast.standing() is Standing.CURRENT
    with pytest.raises(IllegalMove):
        actions.take_back_giving_up(acting(cast.work, cast.owner), cast.slug)


def test_administrator_ends_an_award_early_and_names_the_successor(cast: Cast) -> None:
    new = make.make_council(cast.work, name="New Council")
    ending = acting(cast.work, cast.administrator)
    with pytest.raises(RuleBroken, match="No council has this name"):
        actions.end_early(ending, actions.EndEarly(cast.award.number, "Newe Council", "The order of 1 April."))
    with pytest.raises(RuleBroken, match="whole name of one of these: New Council"):
        actions.end_early(ending, actions.EndEarly(cast.award.number, "new", "The order of 1 April."))
    actions.end_early(ending, actions.EndEarly(cast.award.number, new.name, "The order of 1 April."))
    assert cast.standing() is Standing.COUNCIL_REPLACED
