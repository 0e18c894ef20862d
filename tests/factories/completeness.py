"""Completeness checks, opened, passed and returned by the product's own actions."""

from collections.abc import Mapping

from portal.accounts.models import Person
from portal.applications.models import Application
from portal.applications.queries import locked
from portal.audit.work import Work
from portal.completeness import actions
from portal.completeness.actions import NoteMissing, PassCheck
from portal.completeness.states import Lack
from tests.factories.applications import Team, acting
from tests.factories.declarations import signed_application

WHAT = 'The second link answers "404", =cmd ŵ 🙂'


def open_check(work: Work, application: Application, administrator: Person) -> Application:
    """Let the administrator open the check of a signed application."""
    actions.open_check(acting(work, administrator), application.reference)
    return locked(work.session, application.id)


def pass_check(work: Work, application: Application, administrator: Person) -> Application:
    """Let the administrator find that nothing is missing."""
    command = PassCheck(application.reference, confirmed=True, note="")
    actions.pass_check(acting(work, administrator), command)
    return locked(work.session, application.id)


def return_incomplete(
    work: Work, application: Application, administrator: Person, missing: Mapping[str, Lack] | None = None
) -> Application:
    """Let the administrator list what is missing, a broken link at INF-1 unless given, and return it."""
    doing = acting(work, administrator)
    for item, lack in (missing or {"INF-1": Lack.BROKEN_LINK}).items():
        actions.note_missing(doing, NoteMissing(application.reference, item, lack, WHAT))
    actions.return_incomplete(doing, application.reference)
    return locked(work.session, application.id)


def complete_application(work: Work, team: Team, administrator: Person, *, score: int = 2) -> Application:
    """A signed application that has passed its check: ready to be assigned."""
    application = signed_application(work, team, score=score)
    return pass_check(work, open_check(work, application, administrator), administrator)
