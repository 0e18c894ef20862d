"""The pages of withdrawing, taking up again and giving more time."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from portal.applications import queries as applications
from portal.applications.outlook import Outlook, outlook
from portal.applications.queries import ApplicationFacts
from portal.applications.states import APPLICATION, ApplicationState
from portal.completeness.models import CompletenessCheck
from portal.completeness.queries import newest_check, to_be_checked
from portal.endings import rules
from portal.kernel.permissions import Actor, Permission, Record, may


@dataclass(frozen=True)
class EndingPage:
    """The council's application, as it stands for this person. ``may_take_back``: a wish to withdraw that waits."""

    application: ApplicationFacts
    outlook: Outlook
    may_take_back: bool


@dataclass(frozen=True)
class ExtendPage:
    """An application that is with its council to be put right; ``until`` is the day it would have after this."""

    application: ApplicationFacts
    fix_by: date
    until: date


def ending_page(session: Session, actor: Actor, slug: str, today: date) -> EndingPage:
    """The council's application. Raises NotFound."""
    application = applications.application_for(session, actor, slug)
    view = outlook(session, actor, application, today)
    owner = may(actor, Permission.APPLICATION_WITHDRAW, Record(application.council_id))
    return EndingPage(application, view, view.withdrawal is not None and owner)


def extend_page(session: Session, actor: Actor, reference: str, today: date) -> ExtendPage:
    """The application to give more time to. Raises NotFound, and IllegalMove where that is not possible (any more)."""
    application = to_be_checked(session, actor, reference)
    _, fix_by = check_to_extend(session, application.id, application.state)
    return ExtendPage(application, fix_by, rules.extended(fix_by, today))


def check_to_extend(session: Session, application_id: UUID, state: ApplicationState) -> tuple[CompletenessCheck, date]:
    """The check whose last day can be put off, and that day. Raises IllegalMove where it cannot (any more)."""
    check = newest_check(session, application_id)
    fix_by = rules.extendable(state, check.fix_by, check.extended_at) if check else None
    if check is None or fix_by is None:
        raise APPLICATION.refusal(state, "extend")
    return check, fix_by
