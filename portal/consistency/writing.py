"""What a lead reviewer writes for reviewers: notes and past examples. Nothing is deleted: the newest note counts."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import select

from portal.audit.work import Work
from portal.consistency import guidance, rules
from portal.consistency.models import PastExample, ReviewerNote
from portal.criteria.queries import published_edition
from portal.kernel.errors import NotFound, Problem, RuleBroken
from portal.kernel.permissions import Permission, Record
from portal.kernel.words import words


@dataclass(frozen=True)
class WriteNote:
    """How reviewers are to read a criterion."""

    criterion: str
    note: str


@dataclass(frozen=True)
class WriteExample:
    """A past answer and its score, without its council; ``application_id`` is that of which it was begun, if any."""

    criterion: str
    score: int | None
    example: str
    why: str
    application_id: UUID | None


@dataclass(frozen=True)
class RetireExample:
    """Take an example from the scoring pages; it stays in the records."""

    criterion: str
    example_id: UUID


def write_note(work: Work, command: WriteNote) -> None:
    """Add a note, which replaces the one before on the scoring pages. Raises RuleBroken, NotFound, NotPermitted."""
    criterion = _criterion(work, command.criterion)
    if problems := tuple(rules.text_problems("note", command.note)):
        raise RuleBroken(problems)
    if guidance.guidance_for(work.session, criterion).note == command.note:
        return
    work.session.add(
        ReviewerNote(criterion=criterion, note=command.note, written_by_id=work.person_id, written_at=work.clock.now())
    )
    work.session.flush()


def write_example(work: Work, command: WriteExample) -> None:
    """Add an example. Raises RuleBroken where it would tell whose it was; NotFound, NotPermitted."""
    criterion = _criterion(work, command.criterion)
    # Whoever must not know of the application must not make an example of it.
    guidance.example_page(work.session, work.actor, criterion, command.application_id)
    own, others = guidance.identities(work.session, command.application_id)
    given_away = {
        "example": rules.named_in(command.example, own, others),
        "why": rules.named_in(command.why, own, others),
    }
    problems = list(rules.example_problems(command.example, command.why, given_away))
    if command.score not in rules.SCORES:
        problems.append(Problem("score", words("Choose the score that it was given.")))
    if problems:
        raise RuleBroken(problems)
    work.session.add(
        PastExample(
            id=uuid4(),
            criterion=criterion,
            score=command.score,
            example=command.example,
            why=command.why,
            written_by_id=work.person_id,
            written_at=work.clock.now(),
        )
    )
    work.session.flush()


def retire_example(work: Work, command: RetireExample) -> None:
    """Show it no more. Twice changes nothing. Raises NotFound and NotPermitted."""
    criterion = _criterion(work, command.criterion)
    found = work.session.scalars(
        select(PastExample).where(PastExample.id == command.example_id, PastExample.criterion == criterion)
    ).one_or_none()
    if found is None:
        raise NotFound(f"no example {command.example_id}")
    found.retired_at = found.retired_at or work.clock.now()
    work.session.flush()


def _criterion(work: Work, criterion: str) -> str:
    work.require(Permission.GUIDANCE_WRITE, Record())
    return published_edition(work.session)[1].criterion(criterion).id
