"""The unit of work: the one place that changes a record's state, asks for permission and writes the audit trail."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any, ClassVar, Protocol
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit import queries
from portal.audit.models import AuditEvent, Involvement
from portal.kernel.clock import Clock
from portal.kernel.errors import NotFound, NotPermitted
from portal.kernel.events import Event
from portal.kernel.lifecycle import Lifecycle
from portal.kernel.permissions import SYSTEM, Actor, Part, Permission, Record, may
from portal.kernel.references import Choose


class Subject(Protocol):
    """A record that has a lifecycle. ``case_id`` is the application that it belongs to, or its own key."""

    lifecycle: ClassVar[Lifecycle[Any]]
    id: Any
    state: Any
    state_since: Any
    case_id: Any

    @property
    def council_id(self) -> Any:
        """Whose record it is; None, for the whole class, where it concerns no one council."""


Reaction = Callable[["Work", Event], None]


class Work:
    """Everything that one person does in one transaction.

    ``reactions`` says what follows from which event; they run in the same transaction as the portal itself, and any
    failure undoes the lot. ``choose`` picks at random; the demonstration hands in one that always picks alike.
    """

    def __init__(
        self,
        session: Session,
        actor: Actor,
        clock: Clock,
        reactions: Mapping[str, Sequence[Reaction]],
        because: Event | None = None,
        choose: Choose = secrets.choice,
    ) -> None:
        self.session, self.actor, self.clock, self.choose = session, actor, clock, choose
        self._reactions, self._because = reactions, because

    @property
    def person_id(self) -> UUID:
        """The person who does this, for a record that names them. Raises NotFound for the portal itself."""
        if self.actor.person_id is None:
            raise NotFound("only a person does this")
        return self.actor.person_id

    def begin(
        self, subject: Subject, permission: Permission, event: str, *, state: StrEnum | None = None, **details: object
    ) -> Event:
        """Add a new record in the first state of its lifecycle, or in ``state`` where records may begin in it.

        Raises NotPermitted and IllegalMove.
        """
        self.require(permission, Record(council_id=subject.council_id))
        subject.state, subject.state_since = subject.lifecycle.beginning(state), self.clock.now()
        self.session.add(subject)
        self.session.flush()
        return self._record(subject, "begin", event, before=None, reason="", details=details)

    def perform(self, subject: Subject, command: str, *, reason: str = "", **details: object) -> Event:
        """Make the move that ``command`` names.

        Raises IllegalMove where the record's lifecycle has no such move from its present state, and NotPermitted where
        the permission table does not give it to this actor for this record. ``details`` go into the audit trail: plain
        values only, never a secret.
        """
        step = subject.lifecycle.find(subject.state, command)
        self.require(step.permission, self.record_of(subject))
        before = subject.state
        subject.state, subject.state_since = step.target, self.clock.now()
        if step.part is not None and self.actor.person_id is not None:
            self.involve(subject, self.actor.person_id, step.part)
        # Now, not at the commit: of two people who make the same move at once, the second must fail here.
        self.session.flush()
        return self._record(subject, command, step.event, before=before, reason=reason, details=details)

    def note(
        self, subject: Subject, command: str, event: str, permission: Permission, *, reason: str, **details: object
    ) -> Event:
        """Put into the trail what somebody did to a record that stays in its state, such as giving more time.

        Raises NotPermitted.
        """
        self.require(permission, self.record_of(subject))
        self.session.flush()
        return self._record(subject, command, event, before=subject.state, reason=reason, details=details)

    def announce(self, name: str, subject_id: UUID, council_id: UUID | None = None, **details: object) -> Event:
        """Tell the reactions of something that moves no record. It leaves no audit trail and may carry a secret."""
        event = Event(name, self.clock.now(), subject_id, subject_id, council_id, self.actor.person_id, details=details)
        self._react(event)
        return event

    def require(self, permission: Permission, record: Record) -> None:
        """Raise NotPermitted unless the table gives the permission to this actor for this record."""
        if not may(self.actor, permission, record):
            raise NotPermitted(f"{self.actor.name or 'a visitor'} may not {permission}")

    def record_of(self, subject: Subject) -> Record:
        """What the permission table may know of the subject."""
        return queries.record_of(self.session, subject.case_id, subject.council_id)

    def involve(self, subject: Subject, person_id: UUID, part: Part) -> None:
        """Note that the person takes this part in the subject's case; noting it twice changes nothing."""
        known = select(Involvement.id).where(
            Involvement.case_id == subject.case_id, Involvement.person_id == person_id, Involvement.part == part
        )
        if self.session.scalar(known) is None:
            self.session.add(
                Involvement(case_id=subject.case_id, person_id=person_id, part=part, since=self.clock.now())
            )

    def as_system(self, because: Event | None = None) -> "Work":
        """The same transaction, carried on by the portal itself because of an event."""
        return Work(self.session, SYSTEM, self.clock, self._reactions, because or self._because, self.choose)

    def _record(
        self,
        subject: Subject,
        command: str,
        name: str,
        *,
        before: StrEnum | None,
        reason: str,
        details: dict[str, object],
    ) -> Event:
        row = AuditEvent(
            at=self.clock.now(),
            actor_id=self.actor.person_id,
            actor_name=self.actor.name,
            command=command,
            event=name,
            subject_type=subject.lifecycle.name,
            subject_id=subject.id,
            case_id=subject.case_id,
            council_id=subject.council_id,
            state_before=before,
            state_after=subject.state,
            reason=reason,
            details=details,
            because_id=self._because.audit_id if self._because else None,
        )
        self.session.add(row)
        self.session.flush()
        event = Event(
            name, row.at, subject.id, subject.case_id, subject.council_id, row.actor_id, reason, details, row.id
        )
        self._react(event)
        return event

    def _react(self, event: Event) -> None:
        for reaction in self._reactions.get(event.name, ()):
            reaction(self.as_system(because=event), event)
