"""What an administrator does about a concern (C12)."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update

from portal.accounts import queries as accounts
from portal.audit.work import Work
from portal.awards.queries import award_numbered
from portal.concerns import rules
from portal.concerns.actions import acknowledge
from portal.concerns.models import Concern
from portal.concerns.queries import visible
from portal.concerns.states import ABOUT_A_HOLDER, OPEN_STATES, ConcernKind, ConcernState, Elsewhere, Outcome
from portal.councils.queries import by_id, search
from portal.kernel.errors import IllegalMove, NotFound, Problem, RuleBroken
from portal.kernel.permissions import Permission, Role
from portal.kernel.references import award_number_from, concern_reference_from
from portal.kernel.words import words


@dataclass(frozen=True)
class Triage:
    """What a concern is about: its type and, by name or number, its council; an empty ``council`` for none."""

    reference: str
    kind: ConcernKind | None
    council: str


@dataclass(frozen=True)
class Merge:
    """Which report has the same in it; ``into`` is its reference."""

    reference: str
    into: str


@dataclass(frozen=True)
class NotForUs:
    """Where the reporter can go instead, and what else they are told."""

    reference: str
    elsewhere: Elsewhere | None
    told: str


@dataclass(frozen=True)
class Ask:
    """What the council is asked, in the administrator's own words."""

    reference: str
    asked: str


@dataclass(frozen=True)
class PutRight:
    """What was checked, by whom it reads; and what the reporter is told."""

    reference: str
    checked: str
    told: str


@dataclass(frozen=True)
class Close:
    """How it ended, and what the reporter is told beside."""

    reference: str
    outcome: Outcome | None
    told: str


def locked(work: Work, reference: str, permission: Permission = Permission.CONCERN_HANDLE) -> Concern:
    """The concern, held until the transaction ends, for somebody who may do this with it.

    Raises NotFound where it is not theirs to see, and NotPermitted.
    """
    found = visible(work.session, work.actor, reference)
    work.require(permission, work.record_of(found))
    return work.session.get_one(Concern, found.id, with_for_update=True, populate_existing=True)


def take_on(work: Work, reference: str) -> None:
    """Look after a concern from now on. Raises NotFound and NotPermitted."""
    concern = locked(work, reference)
    concern.owner_id = work.person_id
    work.note(concern, "take_on", "concern:taken_on", Permission.CONCERN_HANDLE, reason="")


def take_in(work: Work, reference: str) -> None:
    """Put a report that was put aside into the list, where it waits like any other.

    Raises NotFound, NotPermitted, and IllegalMove where it is in the list.
    """
    concern = locked(work, reference)
    if concern.aside is None or concern.state is not ConcernState.RECEIVED:
        raise IllegalMove(concern.lifecycle.name, concern.state, "take_in")
    concern.aside = None
    work.note(concern, "take_in", "concern:taken_in", Permission.CONCERN_HANDLE, reason="")
    acknowledge(work, concern)


def triage(work: Work, command: Triage) -> None:
    """Say what it is about. Raises NotFound, NotPermitted, IllegalMove, RuleBroken."""
    concern = locked(work, command.reference)
    if command.kind is None:
        raise RuleBroken([Problem("kind", words("Choose what it is about."))])
    # The move asks for permission again: nobody hands a concern to a council that they are tied to.
    concern.council_id = _council(work, command.council)
    if concern.council_id is None and command.kind in ABOUT_A_HOLDER:
        raise RuleBroken([Problem("council", words("Name the council: this type is about one that has the Mark."))])
    concern.kind, concern.owner_id, concern.aside = command.kind, work.person_id, None
    work.perform(concern, "triage", kind=concern.kind.value)


def merge(work: Work, command: Merge) -> None:
    """Put it together with another report, in which it goes on. Raises as ``triage``."""
    concern = locked(work, command.reference)
    said = words("Type the reference of the report that has the same in it; it must be open, and another one.")
    try:
        other = locked(work, concern_reference_from(command.into) or "")
    except NotFound as unknown:
        raise RuleBroken([Problem("into", said)]) from unknown
    if other.id == concern.id or other.state not in OPEN_STATES:
        raise RuleBroken([Problem("into", said)])
    concern.merged_into_id = other.id
    # What was put together with this one goes on there too.
    work.session.execute(update(Concern).where(Concern.merged_into_id == concern.id).values(merged_into_id=other.id))
    work.perform(concern, "merge", into=other.reference)


def not_for_us(work: Work, command: NotForUs) -> None:
    """Close what is not about the Mark, with the right place to go. Raises as ``triage``."""
    concern = locked(work, command.reference)
    if command.elsewhere is None:
        raise RuleBroken([Problem("elsewhere", words("Choose where the reporter can go."))])
    concern.elsewhere, concern.told = command.elsewhere, command.told.strip()
    work.perform(concern, "not_for_us", elsewhere=command.elsewhere.value)
    _tell(work, concern)


def ask_council(work: Work, command: Ask) -> None:
    """Ask the council: its owners by email, or its monitoring officer by letter where it has no owner here.

    Raises as ``triage``.
    """
    concern = locked(work, command.reference)
    said = words("Say what the concern is and what you ask the council to do. It reads this, and never the report.")
    problems = tuple(rules.words_problems("asked", command.asked, said))
    if concern.council_id is None:
        problems = (*problems, Problem("", words("It is about no council, so there is none to ask.")))
    if problems or concern.council_id is None:
        raise RuleBroken(problems)
    put_to_council(work, concern, command.asked)
    work.perform(concern, "ask_council", by_letter=concern.by_letter)


def put_to_council(work: Work, concern: Concern, asked: str) -> None:
    """Note what the council is asked, by when it answers, and whether it must be by letter."""
    concern.asked, concern.asked_at = asked.strip(), work.clock.now()
    concern.answer_by = rules.answer_by(concern.asked_at)
    concern.by_letter = not (concern.council_id and accounts.members(work.session, concern.council_id, Role.OWNER))


def put_right(work: Work, command: PutRight) -> None:
    """Note what a person has checked. Raises as ``triage``."""
    concern = locked(work, command.reference)
    said = words("Say what you checked, and where. Nobody outside the scheme reads it.")
    if problems := tuple(rules.words_problems("checked", command.checked, said)):
        raise RuleBroken(problems)
    concern.checked, concern.told = command.checked.strip(), command.told.strip()
    work.perform(concern, "put_right", reason=concern.checked)
    _tell(work, concern)


def close(work: Work, command: Close) -> None:
    """Close it with the type of its outcome. Raises as ``triage``."""
    concern = locked(work, command.reference)
    before = concern.state
    confirmed = concern.finding if concern.confirmed_at else None
    if command.outcome not in rules.outcomes_open_to(before, confirmed):
        raise RuleBroken([Problem("outcome", words("Choose how it ended."))])
    concern.outcome = command.outcome
    concern.told = command.told.strip() or concern.told
    work.perform(concern, "close", outcome=concern.outcome.value)
    # What was put right was told when it was.
    if before is not ConcernState.PUT_RIGHT:
        _tell(work, concern)


def _tell(work: Work, concern: Concern) -> None:
    """Let whoever reported hear of it, also those who reported the same."""
    same = select(Concern.id).where(Concern.merged_into_id == concern.id)
    for concern_id in (concern.id, *work.session.scalars(same)):
        work.announce("concern:result", concern_id, concern.council_id, of=str(concern.id))


def _council(work: Work, typed: str) -> UUID | None:
    typed = typed.strip()
    if not typed:
        return None
    number = award_number_from(typed)
    if number is not None:
        try:
            return award_numbered(work.session, number).council_id
        except NotFound:
            pass
    found = search(work.session, typed)
    exact = [council for council in found if council.name.casefold() == typed.casefold()]
    chosen = exact or found
    if len(chosen) != 1:
        names = ", ".join(council.name for council in chosen[:5])
        if names:
            said = words("More than one council fits: %(names)s. Type the whole name.", names=names)
        else:
            said = words("No council has this name or number. Look it up in the register.")
        raise RuleBroken([Problem("council", said)])
    return by_id(work.session, chosen[0].id).id
