"""Everything that is written about appeals, at every step and with each outcome."""

from portal.accounts.models import Person
from portal.appeals import actions, admitting
from portal.appeals.states import Advice, Finding
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.audit.work import Work
from portal.councils.models import Council
from portal.kernel.permissions import Role
from tests.factories import appeals as make
from tests.factories import decisions
from tests.factories.applications import acting
from tests.factories.people import make_staff


def tell_of_an_appeal_that_is_not_upheld(work: Work, application: Application, lead: Person, comment: str) -> None:
    """An appeal that is handed back with this comment, lodged and withdrawn, and then heard, against an award."""
    council = work.session.get_one(Council, application.council_id)
    if application.state is ApplicationState.DECIDED:
        decisions.released(work, application, lead)
    make.written(work, council)
    actions.hand_back(make.of_council(work, council, Role.APPROVER), actions.HandBack(council.slug, comment))
    administrator = make_staff(work, Role.ADMINISTRATOR)
    make.admitted(work, make.lodged(work, council), administrator, make.make_panel(work))
    actions.withdraw(make.of_council(work, council, Role.OWNER), council.slug)
    # Whoever sat on one panel has taken part in the case and sits on no other.
    appeal, panel = make.lodged(work, council), make.make_panel(work)
    make.admitted(work, appeal, administrator, panel)
    make.ended(work, appeal, panel, Finding.NOT_UPHELD)


def tell_of_an_appeal_that_is_upheld(work: Work, application: Application, criterion: str) -> None:
    """An appeal whose panel puts this score right; the letter about new reviewers is written too."""
    council = work.session.get_one(Council, application.council_id)
    administrator, panel = make_staff(work, Role.ADMINISTRATOR), make.make_panel(work)
    appeal = make.lodged(work, council, [criterion])
    make.admitted(work, appeal, administrator, panel)
    make.ended(work, appeal, panel, Finding.CORRECT, {criterion: 2})
    work.announce("appeal:fresh_review", appeal.id, council.id)


def tell_of_an_appeal_that_is_not_admitted(work: Work, application: Application) -> None:
    """An appeal that rests on no ground."""
    council = work.session.get_one(Council, application.council_id)
    administrator, chair = make_staff(work, Role.ADMINISTRATOR), make.make_panel(work).chair
    appeal = make.lodged(work, council)
    make.advised(work, appeal, administrator, chair, Advice.DO_NOT_ADMIT)
    command = admitting.DoNotAdmit(appeal.reference, make.AWKWARD_WHY)
    admitting.do_not_admit(acting(work, chair), command)
