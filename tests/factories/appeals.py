"""Appeals, moved by the product's own actions."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from portal.accounts import queries as accounts
from portal.accounts.models import Person
from portal.appeals import actions, admitting, deciding
from portal.appeals.models import Appeal
from portal.appeals.states import Advice, Finding, Ground
from portal.audit.work import Work
from portal.councils.models import Council
from portal.kernel.permissions import Role
from tests.factories.applications import acting
from tests.factories.people import make_staff

AWKWARD_STATEMENT = (
    'The “monthly report”, page 3, was overlooked: "clearly"\n=cmd|x ŵ 🙂 שלום <script>alert(1)</script> ' + "w" * 90
)
FOUND_WHY = "Page 3 says “nine of ten”, ŵ 🙂 <i>"
AWKWARD_WHY = 'The report says so, "clearly"\n=cmd ŵ 🙂 שלום <b>.'


@dataclass(frozen=True)
class Panel:
    """Three people who took no part in anything; the last is from outside local government."""

    chair: Person
    member: Person
    outsider: Person

    @property
    def everybody(self) -> tuple[Person, Person, Person]:
        """All three, the chair first."""
        return self.chair, self.member, self.outsider


def make_panel(work: Work, *, demonstration: bool = False) -> Panel:
    """Three members of the appeal panel."""
    return Panel(
        make_staff(work, Role.PANEL, name="Chris Chair", employer="Retired", demonstration=demonstration),
        make_staff(work, Role.PANEL, name="Mona Member", employer="A county council", demonstration=demonstration),
        make_staff(
            work,
            Role.PANEL,
            name="Otto Outsider",
            employer="A consumer charity",
            outside_local_government=True,
            demonstration=demonstration,
        ),
    )


def of_council(work: Work, council: Council, role: Role) -> Work:
    """The same transaction, carried on by somebody of the council in this role."""
    member = accounts.members(work.session, council.id, role)[0]
    return acting(work, work.session.get_one(Person, member.person_id))


def written(
    work: Work,
    council: Council,
    criteria: Sequence[str] = (),
    grounds: Sequence[Ground] = (Ground.PROCEDURE,),
    statement: str = AWKWARD_STATEMENT,
) -> Appeal:
    """An appeal that the council's owner has written."""
    command = actions.Write(council.slug, tuple(grounds), tuple(criteria), statement)
    return actions.write(of_council(work, council, Role.OWNER), command)


def lodged(
    work: Work, council: Council, criteria: Sequence[str] = (), grounds: Sequence[Ground] = (Ground.PROCEDURE,)
) -> Appeal:
    """An appeal that the council's approver has confirmed."""
    appeal = written(work, council, criteria, grounds)
    actions.lodge(of_council(work, council, Role.APPROVER), council.slug)
    return appeal


def advised(work: Work, appeal: Appeal, administrator: Person, chair: Person, advice: Advice = Advice.ADMIT) -> None:
    """Let the administrator advise and name the chair."""
    admitting.advise(acting(work, administrator), admitting.Advise(appeal.reference, advice, AWKWARD_WHY, chair.id))


def admitted(work: Work, appeal: Appeal, administrator: Person, panel: Panel) -> None:
    """Let the administrator advise to admit the appeal, and the chair admit it with the two others."""
    advised(work, appeal, administrator, panel.chair)
    two = (panel.member.id, panel.outsider.id)
    admitting.admit(acting(work, panel.chair), admitting.Admit(appeal.reference, two))


def found(work: Work, appeal: Appeal, person: Person, finding: Finding, version: int = 0) -> None:
    """Let one member save what they find."""
    command = deciding.SaveFinding(appeal.reference, finding, FOUND_WHY, version)
    deciding.save_finding(acting(work, person), command)


def corrected(work: Work, appeal: Appeal, chair: Person, criterion: str, score: int) -> None:
    """Let the chair enter one corrected score."""
    command = deciding.CorrectScore(appeal.reference, criterion, score, AWKWARD_WHY, 0)
    deciding.correct_score(acting(work, chair), command)


def ended(work: Work, appeal: Appeal, panel: Panel, finding: Finding, scores: dict[str, int] | None = None) -> None:
    """Let all three find the same and the chair record it, with these corrected scores."""
    for person in panel.everybody:
        found(work, appeal, person, finding)
    for criterion, score in (scores or {}).items():
        corrected(work, appeal, panel.chair, criterion, score)
    command = deciding.RecordOutcome(appeal.reference, finding, AWKWARD_WHY)
    deciding.record_outcome(acting(work, panel.chair), command)


def appeal_of(work: Work, council_id: UUID) -> Appeal:
    """The newest appeal of the council."""
    rows = select(Appeal).where(Appeal.council_id == council_id).order_by(Appeal.written_at.desc())
    return work.session.scalars(rows.limit(1)).one()
