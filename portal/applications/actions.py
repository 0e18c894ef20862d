"""What a council does with its application: start, answer, describe itself, withdraw (C5, rows 1, 2, 6 and 10)."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import delete, select

from portal.accounts.models import Person
from portal.applications import queries, rules
from portal.applications.carrying import carry_over, revision_of
from portal.applications.models import Answer, Application, Presence, Unlocked
from portal.applications.predecessors import answers_of_predecessor
from portal.applications.rules import Answered, PresenceTyped
from portal.applications.states import APPLICATION, OPEN_STATES, ApplicationState
from portal.audit.work import Work
from portal.councils.models import Council
from portal.councils.queries import belonging_to_others
from portal.criteria.edition import Criterion
from portal.criteria.queries import edition_of, published_edition
from portal.kernel.clock import today
from portal.kernel.errors import NotFound, Problem, RuleBroken, StaleEdit
from portal.kernel.permissions import Permission
from portal.kernel.references import new_application_reference
from portal.kernel.words import words

# What the two sides of a stale edit are called.
SELF_SCORE, STATEMENT = words("Self-score"), words("Statement")
NOT_APPLICABLE = words("Does not apply to us")
DOMAINS, ACCOUNTS = words("Website domains"), words("Official social media accounts")
PROMISE, SUMMARY = words("Promise to residents"), words("Summary for the public register")


@dataclass(frozen=True)
class SaveAnswer:
    """What somebody typed on one criterion, over ``version`` of the answer; 0 where there was none.

    ``confirmed``: they say that an answer carried over from an earlier application is still true.
    """

    slug: str
    criterion: str
    version: int
    answered: Answered
    confirmed: bool = False


@dataclass(frozen=True)
class SavePresence:
    """What somebody typed of the council's presence, over ``version``; 0 where there was none."""

    slug: str
    version: int
    typed: PresenceTyped


@dataclass(frozen=True)
class Withdraw:
    """Which council's application is withdrawn, and why; the reason may be empty."""

    slug: str
    reason: str


def start(work: Work, slug: str, *, empty: bool = False, predecessor: str = "") -> Application:
    """Start the council's application on the published edition (C5, row 1).

    It begins with the council's last answers, each to be confirmed or changed, unless it is to begin ``empty``; then
    announces ``application:carried_over``. A council without any may begin with those of a ``predecessor``, named by
    its slug, in the same way (C10).

    Raises NotFound where the council is not the actor's or the predecessor has nothing for it, and RuleBroken where it
    is no more, has an open application, or no edition has been published.
    """
    council = queries.own_council(work.session, work.actor, slug)
    if council.last_day is not None and council.last_day < today(work.clock):
        said = words("Your council’s last day was %(day)s. It can no longer apply for the Mark.", day=council.last_day)
        raise RuleBroken([Problem("", said)])
    # Held, so that of two people who press the button at once the second is told who was first.
    work.session.scalar(select(Council.id).where(Council.id == council.id).with_for_update())
    earlier = queries.latest_application(work.session, council.id)
    if earlier is not None and earlier.state in OPEN_STATES:
        said = words(
            "Your council already has an open application, %(reference)s. Carry on with that one.",
            reference=earlier.reference,
        )
        raise RuleBroken([Problem("", said)])
    try:
        edition_id, _ = published_edition(work.session)
    except NotFound as none:
        said = words("No edition of the criteria has been published yet. You can start once one has.")
        raise RuleBroken([Problem("", said)]) from none
    application = Application(
        id=uuid4(),
        reference=new_application_reference(work.choose),
        council_id=council.id,
        edition_id=edition_id,
        started_at=work.clock.now(),
    )
    if predecessor:
        taken = answers_of_predecessor(work.session, council.id, predecessor, today(work.clock))
        source = work.session.get_one(Application, taken)
        begun = work.begin(
            application, Permission.APPLICATION_START, "application:started", taken_from=source.reference
        )
        carry_over(work, taken, application, to_check=True)
        handed_on = (source, "hand_on", "answers:handed_on", Permission.ANSWERS_HAND_ON)
        work.as_system(begun).note(*handed_on, reason=council.name)
        return application
    before = None if empty else queries.answered_before(work.session, council.id)
    work.begin(application, Permission.APPLICATION_START, "application:started")
    if before is not None:
        carry_over(work, before, application, to_check=True)
        work.announce("application:carried_over", application.id, council.id)
    return application


def save_answer(work: Work, command: SaveAnswer) -> None:
    """Save an answer, finished or not, as a new version (C5, row 2). What is saved already is not saved again.

    Raises NotFound, IllegalMove where it may not be changed now, RuleBroken where it may not be said, and StaleEdit
    where somebody has saved another version since the page was opened.
    """
    application = editable_application(work, command.slug, command.criterion)
    edition = edition_of(work.session, application.edition_id)
    criterion = edition.criterion(command.criterion)
    council = work.session.get_one(Council, application.council_id)
    if problems := tuple(rules.answer_problems(edition, criterion, council.kind, command.answered)):
        raise RuleBroken(problems)
    answer = work.session.scalar(
        select(Answer).where(Answer.application_id == application.id, Answer.criterion == criterion.id)
    )
    if answer is None:
        answer = Answer(id=uuid4(), application_id=application.id, criterion=criterion.id)
        work.session.add(answer)
    elif queries.answered(answer) == command.answered and not (answer.to_check and command.confirmed):
        return
    elif queries.answered(answer) != command.answered and answer.version != command.version:
        yours, theirs = (
            compared_answer(criterion, command.answered),
            compared_answer(criterion, queries.answered(answer)),
        )
        raise StaleEdit(yours, theirs, _name_of(work, answer.saved_by_id), answer.version)
    answer.self_score = command.answered.self_score
    answer.not_applicable = command.answered.not_applicable
    answer.statement = command.answered.statement
    answer.to_check = False
    answer.saved_by_id, answer.saved_at = work.person_id, work.clock.now()
    work.session.flush()
    work.session.add(revision_of(answer))


def save_presence(work: Work, command: SavePresence) -> None:
    """Save what the council says of itself, finished or not; raises as ``save_answer`` does."""
    application = editable_application(work, command.slug, rules.PRESENCE)
    of_others = belonging_to_others(work.session, application.council_id, rules.hosts_of(command.typed))
    if problems := tuple(rules.presence_problems(command.typed, of_others)):
        raise RuleBroken(problems)
    typed = rules.tidy(command.typed)
    presence = work.session.scalar(select(Presence).where(Presence.application_id == application.id))
    if presence is None:
        presence = Presence(id=uuid4(), application_id=application.id)
        work.session.add(presence)
    elif queries.presence_typed(presence) == typed:
        return
    elif presence.version != command.version:
        yours, theirs = compared_presence(command.typed), compared_presence(queries.presence_typed(presence))
        raise StaleEdit(yours, theirs, _name_of(work, presence.saved_by_id), presence.version)
    presence.domains, presence.accounts = typed.domains, typed.accounts
    presence.promise_address, presence.summary = typed.promise_address, typed.summary
    presence.saved_by_id, presence.saved_at = work.person_id, work.clock.now()
    work.session.flush()


def withdraw(work: Work, command: Withdraw) -> None:
    """Withdraw an application that was not signed yet (C5, row 6). Raises NotFound, NotPermitted and IllegalMove."""
    found = queries.application_for(work.session, work.actor, command.slug)
    work.perform(queries.locked(work.session, found.id), "withdraw", reason=command.reason)


def unlock(
    work: Work,
    application: Application,
    items: Mapping[str, str],
    *,
    until: date | None = None,
    permission: Permission = Permission.COMPLETENESS_CHECK,
) -> None:
    """Let the council change these items of its application and no others; each with what is to be put right or asked.

    The keys are criterion ids or rules.PRESENCE. What was unlocked before is locked again. ``until`` is the last day
    for it, ``permission`` what this asks of whoever unlocks.
    """
    work.require(permission, work.record_of(application))
    work.session.execute(delete(Unlocked).where(Unlocked.application_id == application.id))
    work.session.add_all(
        Unlocked(id=uuid4(), application_id=application.id, item=item, what=what, since=work.clock.now(), until=until)
        for item, what in items.items()
    )
    work.session.flush()


def editable_application(work: Work, slug: str, item: str) -> Application:
    """The council's application, held, for somebody who is about to change ``item`` of it.

    ``item`` is a criterion's id or rules.PRESENCE. Raises NotFound, NotPermitted, and IllegalMove where the item is
    locked.
    """
    return _unlocked_application(work, slug, item, rules.editable)


def application_open_for_evidence(work: Work, slug: str, criterion: str) -> Application:
    """The same for evidence, which can also be added in reply to a question, while the answer stays as it is."""
    return _unlocked_application(work, slug, criterion, rules.evidence_may_be_added)


def _unlocked_application(
    work: Work, slug: str, item: str, is_open: Callable[[ApplicationState, Collection[str], str], bool]
) -> Application:
    found = queries.application_for(work.session, work.actor, slug)
    application = queries.locked(work.session, found.id)
    work.require(Permission.APPLICATION_EDIT, work.record_of(application))
    if item != rules.PRESENCE:
        edition_of(work.session, application.edition_id).criterion(item)
    if not is_open(application.state, queries.unlocked_of(work.session, application.id), item):
        raise APPLICATION.refusal(application.state, f"change {item}")
    return application


def compared_answer(criterion: Criterion, answered: Answered) -> dict[str, str]:
    """An answer as the two sides of a stale edit are shown: what was chosen in the words of the rubric."""
    chosen = "" if answered.self_score is None else f"{answered.self_score}: {criterion.rubric[answered.self_score]}"
    return {
        str(SELF_SCORE): str(NOT_APPLICABLE) if answered.not_applicable else chosen,
        str(STATEMENT): answered.statement,
    }


def compared_presence(typed: PresenceTyped) -> dict[str, str]:
    """What a council says of itself as the two sides of a stale edit are shown."""
    return {
        str(DOMAINS): typed.domains,
        str(ACCOUNTS): typed.accounts,
        str(PROMISE): typed.promise_address,
        str(SUMMARY): typed.summary,
    }


def _name_of(work: Work, person_id: UUID) -> str:
    person = work.session.get_one(Person, person_id)
    return person.name or person.email
