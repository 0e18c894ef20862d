"""How long an award holds while its renewal is being reviewed (C9 of docs/process.md)."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from portal.audit.work import Work
from portal.awards import rules
from portal.awards.models import Award, AwardExtension
from portal.criteria.queries import edition_of
from portal.kernel.clock import today
from portal.kernel.permissions import Permission


def extend(work: Work, award_id: UUID, application_id: UUID) -> None:
    """Let an award hold until the result of its renewal, which was signed in time, and no longer than its terms say.

    Announces ``award:extended``; nothing happens where it holds so long already. Raises NotPermitted.
    """
    award = _locked(work, award_id)
    until = rules.review_until(award.ends_on, edition_of(work.session, award.edition_id).validity)
    if award.grace_until != until:
        _hold_until(work, award, application_id, until)
        work.note(award, "extend", "award:extended", Permission.AWARD_EXTEND, reason="", until=until.isoformat())


def shorten(work: Work, award_id: UUID, application_id: UUID) -> None:
    """End the extension, because the renewal has come to nothing: the award ends today, or on its end date if later.

    Announces ``award:shortened``; nothing happens where it is not extended beyond that. Raises NotPermitted.
    """
    award = _locked(work, award_id)
    until = rules.result_until(award.ends_on, today(work.clock))
    if award.grace_until is not None and until < award.grace_until:
        _hold_until(work, award, application_id, until)
        work.note(award, "shorten", "award:shortened", Permission.AWARD_EXTEND, reason="", until=until.isoformat())


def _hold_until(work: Work, award: Award, application_id: UUID, until: date) -> None:
    made = work.session.scalars(
        select(func.count()).select_from(AwardExtension).where(AwardExtension.award_id == award.id)
    ).one()
    award.grace_until = until
    work.session.add(
        AwardExtension(
            award_id=award.id,
            place=made + 1,
            application_id=application_id,
            from_on=today(work.clock),
            until=until,
            recorded_at=work.clock.now(),
        )
    )


def _locked(work: Work, award_id: UUID) -> Award:
    return work.session.scalars(select(Award).where(Award.id == award_id).with_for_update()).one()
