"""A decision put on record: what the final scores come to, and everything that follows from (C5 row 21)."""

from collections.abc import Mapping
from datetime import date, datetime

from portal.applications import queries as applications
from portal.applications.models import Application
from portal.audit.work import Work
from portal.criteria.edition import Edition
from portal.criteria.models import PublishedEdition
from portal.criteria.results import Result
from portal.decisions import rules
from portal.decisions.models import Decision
from portal.decisions.rules import Final
from portal.kernel.calendar import RELEASE_OPENS, next_release
from portal.kernel.clock import LONDON


def result_of(work: Work, application: Application, edition: Edition, finals: Mapping[str, Final]) -> Result:
    """What these final scores come to for this application."""
    kind = applications.application(work.session, application.id).kind
    return rules.result_of(edition, finals, kind, resubmission=application.resubmission_of_id is not None)


def keep(
    work: Work,
    application: Application,
    edition: Edition,
    finals: Mapping[str, Final],
    found: Result,
    *,
    not_before: date | None = None,
    appeal: str = "",
) -> str:
    """Keep the decision of the application's present round with its record, and say the record's hash.

    ``not_before`` is a day that was agreed for it to go out; ``appeal`` names the appeal after which it was corrected.
    """
    edition_sha256 = work.session.get_one(PublishedEdition, application.edition_id).sha256
    first = application.resubmission_of_id
    repeats = work.session.get_one(Application, first).reference if first else ""
    kind = applications.application(work.session, application.id).kind
    record = rules.record_of(edition, edition_sha256, finals, kind, found, resubmission_of=repeats, appeal=appeal)
    now = work.clock.now()
    earliest = datetime.combine(not_before, RELEASE_OPENS, LONDON) if not_before else now
    work.session.add(
        Decision(
            application_id=application.id,
            round=application.round,
            decided_by_id=work.person_id,
            decided_at=now,
            outcome=found.outcome,
            record=record,
            record_sha256=rules.sha256(record),
            release_from=next_release(max(now, earliest)),
        )
    )
    work.session.flush()
    return rules.sha256(record)
