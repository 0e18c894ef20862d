"""A decision worked out once more from what is kept of it: the record and the edition that it names (C5 row 21).

Nothing here trusts what was decided: the edition is read from its own bytes, and every rule is applied anew.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.applications import queries as applications
from portal.applications.models import Application
from portal.criteria.canonical import from_canonical
from portal.criteria.edition import Edition
from portal.criteria.models import PublishedEdition
from portal.criteria.results import Result
from portal.criteria.terms import Outcome
from portal.decisions import kept, rules
from portal.decisions.models import Decision
from portal.decisions.rules import Final
from portal.kernel.errors import NotFound, RuleBroken
from portal.kernel.permissions import Actor, Permission
from portal.kernel.words import Words, words


@dataclass(frozen=True)
class Check:
    """One comparison of what is kept with what was worked out again."""

    words: Words
    holds: bool


@dataclass(frozen=True)
class Recomputed:
    """One round's decision, worked out again. ``result`` is None where the record cannot be read or counted.

    ``scores`` are those of the record, with None for what does not apply. ``record`` is as it is kept.
    """

    reference: str
    round: int
    rounds: tuple[int, ...]
    decided_at: datetime
    decided_by: str
    edition: Edition
    edition_sha256: str
    record: bytes
    record_sha256: str
    outcome: Outcome
    scores: Mapping[str, int | None]
    result: Result | None
    checks: tuple[Check, ...]

    @property
    def same(self) -> bool:
        """Whether everything came out as it was decided."""
        return all(check.holds for check in self.checks)

    @property
    def label(self) -> str:
        """The outcome that was decided, in words."""
        return self.edition.outcome(self.outcome).label


def recompute(session: Session, application_id: UUID, number: int | None = None) -> Recomputed:
    """Work a decision out again, the newest or that of a round. Who may ask is the caller's; raises NotFound."""
    made = session.execute(
        select(Decision, Person.name)
        .join(Person, Person.id == Decision.decided_by_id)
        .where(Decision.application_id == application_id)
        .order_by(Decision.round.desc())
    ).all()
    decision, name = next(((decision, name) for decision, name in made if number in {None, decision.round}), (None, ""))
    if decision is None:
        raise NotFound(f"no decision in round {number}")
    application = session.get_one(Application, application_id)
    published = session.get_one(PublishedEdition, application.edition_id)
    edition = from_canonical(published.canonical)
    told = _read(decision.record)
    found = _work_out(edition, told)
    finals = kept.finals_of(session, application_id, decision.round)
    return Recomputed(
        reference=application.reference,
        round=decision.round,
        rounds=tuple(each.round for each, _name in made),
        decided_at=decision.decided_at,
        decided_by=name,
        edition=edition,
        edition_sha256=hashlib.sha256(published.canonical).hexdigest(),
        record=decision.record,
        record_sha256=decision.record_sha256,
        outcome=decision.outcome,
        scores=told.get("scores", {}) if found else {},
        result=found,
        checks=tuple(_checks(decision, published.canonical, edition, told, found, finals)),
    )


def _read(record: bytes) -> dict[str, Any]:
    """What the record says; nothing where it cannot be read."""
    try:
        told = json.loads(record)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _work_out(edition: Edition, told: Mapping[str, Any]) -> Result | None:
    """What the record's scores come to under the edition; None where they cannot be counted."""
    try:
        finals = {name: Final(score, "") for name, score in told["scores"].items()}
        return rules.result_of(edition, finals, told["kind"], resubmission="resubmission_of" in told)
    except (AttributeError, KeyError, TypeError, RuleBroken):
        return None


def _checks(
    decision: Decision,
    canonical: bytes,
    edition: Edition,
    told: Mapping[str, Any],
    found: Result | None,
    finals: Mapping[str, Final],
) -> Iterator[Check]:
    edition_sha256 = hashlib.sha256(canonical).hexdigest()
    yield Check(
        words("The record has the hash that was kept with it."), rules.sha256(decision.record) == decision.record_sha256
    )
    yield Check(words("The edition has the hash that the record names."), edition_sha256 == told.get("edition_sha256"))
    yield Check(
        words("The final scores are those of the record."),
        {name: final.score for name, final in finals.items()} == told.get("scores"),
    )
    yield Check(
        words("The outcome that the rule gives is the one that was decided."),
        found is not None and found.outcome == decision.outcome == told.get("outcome"),
    )
    yield Check(
        words("The total that the scores give is the one in the record."),
        found is not None and rules.total_of(found) == told.get("total"),
    )
    again = found and rules.record_of(
        edition,
        edition_sha256,
        finals,
        told["kind"],
        found,
        resubmission_of=told.get("resubmission_of", ""),
        appeal=told.get("appeal", ""),
    )
    yield Check(words("The record, written again, is the same to the byte."), again == decision.record)


def for_council(session: Session, actor: Actor, slug: str, reference: str, number: int | None) -> Recomputed:
    """The same for the council's people, of what they have been told. Raises NotFound."""
    council = applications.own_council(session, actor, slug, Permission.FEEDBACK_SEE)
    rows = session.execute(
        select(Application.id, Decision.round)
        .join(Decision, Decision.application_id == Application.id)
        .where(
            Application.reference == reference,
            Application.council_id == council.id,
            Decision.released_at.is_not(None),
        )
        .order_by(Decision.round.desc())
    ).all()
    told = next((row for row in rows if number in {None, row.round}), None)
    if told is None:
        raise NotFound(f"no result {reference} for {slug} in round {number}")
    return recompute(session, told.id, told.round)


def for_lead(session: Session, actor: Actor, reference: str, number: int | None) -> Recomputed:
    """The same for whoever may see the moderation. Raises NotFound."""
    return recompute(session, kept.application_id(session, actor, reference), number)


def all_rounds(session: Session, reference: str) -> tuple[Recomputed, ...]:
    """Every decision on the application, the first round first. Raises NotFound. For whoever runs the portal."""
    found = session.scalar(select(Application.id).where(Application.reference == reference))
    if found is None:
        raise NotFound(f"no application {reference}")
    newest = recompute(session, found)
    return tuple(recompute(session, found, number) for number in sorted(newest.rounds))
