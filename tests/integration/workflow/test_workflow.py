"""The whole workflow, walked at random by everybody at once: what the process does not allow never happens."""

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Select, select

from portal.appeals.models import Appeal
from portal.appeals.states import Advice, Finding
from portal.applications.models import Application
from portal.applications.states import OPEN_STATES, ApplicationState
from portal.assignments.models import Assignment
from portal.audit.models import AuditEvent, Involvement
from portal.awards.models import Award
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import Part
from portal.storage.engine import Database
from tests.integration.conftest import NOW
from tests.integration.workflow import appealing, steps
from tests.integration.workflow.steps import Step
from tests.integration.workflow.turns import ANYTHING, ASIDE, ENDS, LONGEST_WAY, ONWARD, PANEL, WHILE
from tests.integration.workflow.world import REVIEWERS, World
from tests.moves import MOVES

S = ApplicationState
STATES: dict[str, Select[UUID, str]] = {
    "application": select(Application.id, Application.state),
    "assignment": select(Assignment.id, Assignment.state),
    "appeal": select(Appeal.id, Appeal.state),
    "award": select(Award.id, Award.state),
}


class Workflow(RuleBasedStateMachine):
    """Anybody may try anything at any time, time goes by, and now and then somebody does what comes next."""

    make_database: Callable[[], Database]

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.world = World(type(self).make_database(), FixedClock(NOW), self.folder)

    @initialize(
        stage=st.sampled_from((S.DRAFT, S.REVIEWER_PROPOSED, S.IN_REVIEW, S.MODERATION, S.FEEDBACK_RELEASED)),
        turns=st.lists(st.integers(0, 999), min_size=12, max_size=24),
    )
    def wander(self, stage: str, turns: list[int]) -> None:
        """Begin anywhere on the way, and take many turns: short walks from the start would see little."""
        self.come_to(stage)
        for turn in turns:
            rest, which = divmod(turn, 5)
            if which == 0:
                self.step_on()
            elif which == 1:
                self.world.wait((1, 4, 35)[rest % 3])
            elif which == 2:
                self.hear_an_appeal(list(Finding)[rest % 3], Advice.ADMIT if rest % 4 else Advice.DO_NOT_ADMIT)
            else:
                self.go_aside(rest)
            self.trail_holds()

    def come_to(self, stage: str) -> None:
        """Let everybody do what comes next until the application stands here."""
        for _ in range(LONGEST_WAY):
            if self.world.state() != stage:
                self.step_on()

    @rule()
    def go_on(self) -> None:
        self.step_on()

    def step_on(self) -> None:
        """Let whoever can do what comes next do it."""
        for name, step in ONWARD.get(self.world.state(), ()):
            self.world.try_as(name, partial(step, self.world))

    @rule(what=st.sampled_from(sorted(ANYTHING)), data=st.data())
    def try_something(self, what: str, data: st.DataObject) -> None:
        names, step = ANYTHING[what]
        self.world.try_as(data.draw(st.sampled_from(names)), partial(step, self.world))

    @rule(finding=st.sampled_from(Finding), advice=st.sampled_from(Advice))
    def hear_an_appeal(self, finding: Finding, advice: Advice) -> None:
        """Let everybody do their part in an appeal, as far as there is one."""
        self.world.try_as("owner", partial(appealing.write, self.world))
        self.world.try_as("approver", partial(appealing.lodge, self.world))
        self.world.try_as("administrator", partial(appealing.advise(advice), self.world))
        for name in PANEL:
            refuse_or_admit = appealing.admit if advice is Advice.ADMIT else appealing.do_not_admit
            self.world.try_as(name, partial(refuse_or_admit, self.world))
        for name in PANEL:
            self.world.try_as(name, partial(appealing.find(finding), self.world))
        for name in PANEL:
            self.world.try_as(name, partial(appealing.record(finding), self.world))

    @rule(which=st.integers(0, 11))
    def go_aside(self, which: int) -> None:
        """Do what can be done here beside what comes next."""
        if aside := ASIDE.get(self.world.state()):
            for name, step in aside[which % len(aside)]:
                self.world.try_as(name, partial(step, self.world))

    @rule(days=st.sampled_from((1, 4, 15, 35, 100)))
    def wait(self, days: int) -> None:
        self.world.wait(days)

    def leads_to_an_end(self) -> None:
        """From wherever they are, people who do their part come to an end in good time: no state is a trap."""
        for _ in range(3 * LONGEST_WAY):
            before = self.world.state()
            if before in ENDS:
                return
            self.step_on()
            if self.world.state() == before:
                self.world.wait(WHILE)
        raise AssertionError(f"{self.world.state()} is never left")

    @invariant()
    def trail_holds(self) -> None:
        with self.world.database.reading() as session:
            trail = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
            present: dict[UUID, str] = {}
            for entry in trail:
                assert entry.state_before == present.get(entry.subject_id)
                if entry.state_before not in (None, entry.state_after) and entry.subject_type in MOVES:
                    assert MOVES[entry.subject_type][entry.state_before][entry.command] == entry.state_after
                present[entry.subject_id] = entry.state_after
            for name, query in STATES.items():
                stored = {row[0]: row[1] for row in session.execute(query)}
                told = {entry.subject_id for entry in trail if entry.subject_type == name}
                assert stored == {key: present[key] for key in told}

    @invariant()
    def parts_are_apart(self) -> None:
        with self.world.database.reading() as session:
            parts: dict[tuple[UUID, UUID], set[Part]] = defaultdict(set)
            for row in session.scalars(select(Involvement)):
                parts[row.case_id, row.person_id].add(row.part)
        for held in parts.values():
            assert not {Part.SENDER, Part.SIGNATORY} <= held
            hears = bool(held & {Part.PANEL_CHAIR, Part.PANEL_MEMBER})
            assert bool(held & {Part.REVIEWER, Part.SCORER}) + (Part.DECIDER in held) + hears <= 1

    @invariant()
    def one_application_is_open(self) -> None:
        with self.world.database.reading() as session:
            states = session.scalars(select(Application.state)).all()
        assert sum(state in OPEN_STATES for state in states) <= 1

    def teardown(self) -> None:
        self.leads_to_an_end()
        self.world.database.engine.dispose()
        shutil.rmtree(self.folder)


@pytest.fixture
def machine(request: pytest.FixtureRequest, database_url: str) -> type[Workflow]:
    """The machine on one kind of database; each walk has a fresh one."""
    kind = "postgresql" if database_url.startswith("postgresql") else "sqlite"
    template: Path = request.getfixturevalue("sqlite_template")
    make: Callable[[], str] = request.getfixturevalue("make_postgres_database") if kind == "postgresql" else lambda: ""

    def fresh() -> Database:
        if kind == "postgresql":
            return Database(make())
        copy = Path(tempfile.mkdtemp()) / "portal.db"
        shutil.copyfile(template, copy)
        return Database(f"sqlite:///{copy}")

    class OnThisDatabase(Workflow):
        make_database = staticmethod(fresh)

    return OnThisDatabase


@pytest.mark.timeout(600)
def test_nothing_happens_that_the_process_does_not_allow(machine: type[Workflow]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=8,
            stateful_step_count=10,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            # A failing walk is told as it was: making it shorter takes minutes.
            phases=[Phase.generate],
        ),
    )


@pytest.mark.timeout(300)
def test_way_with_every_turning_meets_every_state_that_is_not_given_up(machine: type[Workflow]) -> None:
    walk = machine()
    turnings: tuple[tuple[ApplicationState, tuple[tuple[str, Step], ...]], ...] = (
        (S.COMPLETENESS_CHECK, (("administrator", steps.return_incomplete),)),
        (S.IN_REVIEW, tuple((name, steps.ask_questions) for name in REVIEWERS)),
        (S.IN_REVIEW, (("lena", steps.hold),)),
        (S.IN_REVIEW, tuple((name, steps.score("nearly")) for name in REVIEWERS)),
    )
    for state, turning in turnings:
        walk.come_to(state)
        for name, step in turning:
            walk.world.try_as(name, partial(step, walk.world))
    walk.come_to(S.FEEDBACK_RELEASED)
    walk.hear_an_appeal(Finding.FRESH_REVIEW, Advice.ADMIT)
    walk.come_to(S.FEEDBACK_RELEASED)
    walk.leads_to_an_end()
    walk.trail_holds()
    walk.parts_are_apart()
    with walk.world.database.reading() as session:
        met = set(session.scalars(select(AuditEvent.state_after).where(AuditEvent.subject_type == "application")))
        rounds = session.scalar(select(Application.round))
    assert set(ApplicationState) - met == {S.WITHDRAWN, S.LAPSED, S.RESUBMISSION_DRAFT}
    assert rounds == 2
    walk.teardown()
