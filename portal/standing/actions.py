"""What a council does with its award, and how an administrator ends it where the council is replaced (C9, C10)."""

from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.applications.queries import own_council
from portal.audit.work import Work
from portal.awards import actions as awards
from portal.councils.models import Council, Succession
from portal.councils.queries import search
from portal.kernel.errors import IllegalMove, NotPermitted, Problem, RuleBroken
from portal.kernel.permissions import Permission
from portal.kernel.words import Words, words
from portal.standing import rules
from portal.standing.finding import award_for, award_of_council, held, open_giving_up
from portal.standing.models import AwardContact, ContactKind, GivingUp
from portal.standing.states import GIVING_UP

MOST_NAMES = 5


@dataclass(frozen=True)
class GiveUp:
    """An owner wishes to give the council's award up, and says why."""

    slug: str
    reason: str


@dataclass(frozen=True)
class EndEarly:
    """The council has been replaced before the day that was known; ``successor`` is the other council's name."""

    number: str
    successor: str
    reason: str


@dataclass(frozen=True)
class SaveContacts:
    """Whom the council wants told about its award, beside the people with access; empty for nobody."""

    slug: str
    web: str
    monitoring_officer: str


def ask_giving_up(work: Work, command: GiveUp) -> None:
    """Ask an approver to confirm that the award is given up; announces ``giving_up:asked``.

    Raises NotFound, NotPermitted, IllegalMove where it is over or was asked already, and RuleBroken.
    """
    award = held(work, award_of_council(work.session, work.actor, command.slug, Permission.GIVING_UP_ASK))
    if open_giving_up(work.session, award.id):
        raise IllegalMove(GIVING_UP.name, "asked", "ask")
    reason = command.reason.strip()
    if problems := tuple(rules.text_problems("reason", reason)):
        raise RuleBroken(problems)
    wish = GivingUp(
        id=uuid4(),
        award_id=award.id,
        council_id=award.council_id,
        application_id=award.application_id,
        reason=reason,
        asked_by_id=work.person_id,
        asked_at=work.clock.now(),
    )
    work.begin(wish, Permission.GIVING_UP_ASK, "giving_up:asked")


def confirm_giving_up(work: Work, slug: str) -> None:
    """Give the award up, from today: for an approver, who is not the one who asked. Raises as ``refuse_giving_up``."""
    wish = _asked(work, slug, Permission.GIVING_UP_CONFIRM)
    if wish.asked_by_id == work.person_id:
        raise NotPermitted("whoever asked does not confirm")
    wish.answered_by_id, wish.answered_at = work.person_id, work.clock.now()
    event = work.perform(wish, "confirm")
    number = award_of_council(work.session, work.actor, slug, Permission.GIVING_UP_CONFIRM).number
    awards.give_up(work.as_system(event), awards.GiveUp(number, wish.reason))


def refuse_giving_up(work: Work, slug: str) -> None:
    """Keep the award. Raises NotFound, NotPermitted, and IllegalMove where nobody has asked."""
    wish = _asked(work, slug, Permission.GIVING_UP_CONFIRM)
    wish.answered_by_id, wish.answered_at = work.person_id, work.clock.now()
    work.perform(wish, "refuse")


def take_back_giving_up(work: Work, slug: str) -> None:
    """The owner does not wish it any more. Raises NotFound, NotPermitted, and IllegalMove where nobody has asked."""
    work.perform(_asked(work, slug, Permission.GIVING_UP_ASK), "take_back")


def end_early(work: Work, command: EndEarly) -> None:
    """End an award today because its council has been replaced, and note by which; announces ``award:ended``.

    Raises NotFound, NotPermitted, IllegalMove where it is over, RuleBroken.
    """
    award = held(work, award_for(work.session, work.actor, command.number, Permission.AWARD_END))
    wanted = " ".join(command.successor.split())
    successor = work.session.scalar(select(Council).where((Council.name == wanted) | (Council.slug == wanted)))
    problems = [*rules.text_problems("reason", command.reason)]
    if successor is None:
        problems.insert(0, Problem("successor", _not_a_council(work.session, wanted)))
    elif successor.id == award.council_id:
        problems.insert(0, Problem("successor", words("A council cannot replace itself. Type the new one.")))
    if problems or successor is None:
        raise RuleBroken(problems)
    known = select(Succession.id).where(
        Succession.council_id == award.council_id, Succession.successor_id == successor.id
    )
    if work.session.scalar(known) is None:
        work.session.add(Succession(council_id=award.council_id, successor_id=successor.id))
        work.session.flush()
    awards.end(work, awards.End(award.number, command.reason.strip()))


def _not_a_council(session: Session, typed: str) -> Words:
    """What to do about a name that is no council's: the award ends for good, so nothing is guessed."""
    if not typed:
        return words("Type the name of the council that replaces it.")
    names = ", ".join(council.name for council in search(session, typed, MOST_NAMES))
    if names:
        return words("No council has exactly this name. Type the whole name of one of these: %(names)s.", names=names)
    return words("No council has this name. If the council is new, ask whoever runs the portal to add it first.")


def save_contacts(work: Work, command: SaveContacts) -> None:
    """Keep whom the council wants told about its award. Raises NotFound, NotPermitted, RuleBroken."""
    council = own_council(work.session, work.actor, command.slug, Permission.GIVING_UP_ASK)
    typed = {ContactKind.WEB: command.web.strip(), ContactKind.MONITORING_OFFICER: command.monitoring_officer.strip()}
    problems = [problem for kind, email in typed.items() for problem in rules.email_problems(kind.value, email)]
    if problems:
        raise RuleBroken(problems)
    work.session.execute(delete(AwardContact).where(AwardContact.council_id == council.id))
    for kind, email in typed.items():
        if email:
            work.session.add(
                AwardContact(
                    council_id=council.id,
                    kind=kind,
                    email=email.lower(),
                    saved_by_id=work.person_id,
                    saved_at=work.clock.now(),
                )
            )
    work.session.flush()


def _asked(work: Work, slug: str, permission: Permission) -> GivingUp:
    award = held(work, award_of_council(work.session, work.actor, slug, permission))
    wish = open_giving_up(work.session, award.id)
    if wish is None:
        raise IllegalMove(GIVING_UP.name, "not asked", "answer")
    return wish
