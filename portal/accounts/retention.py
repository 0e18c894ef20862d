"""What the accounts keep no longer than they need it: codes, sessions and held forms go when they are over."""

from datetime import timedelta

from sqlalchemy import delete

from portal.accounts.models import HeldForm, SignInCode, UserSession
from portal.accounts.rules import HELD_FORM_LASTS
from portal.audit.work import Work

# An email address in a code may be one that we know nothing else of.
CODES_KEPT = timedelta(hours=24)
# A form that is sent from a browser left open over a holiday still finds out whose it is.
SESSIONS_KEPT = timedelta(days=14)


def forget_what_is_over(work: Work) -> None:
    """Delete the codes of yesterday, the held forms that nobody came back for, and the sessions of two weeks ago."""
    now = work.clock.now()
    work.session.execute(delete(SignInCode).where(SignInCode.sent_at <= now - CODES_KEPT))
    work.session.execute(delete(HeldForm).where(HeldForm.held_at <= now - HELD_FORM_LASTS))
    work.session.execute(delete(UserSession).where(UserSession.began_at <= now - SESSIONS_KEPT))
