"""Letters about what somebody has set up to sign in (E7): each change, so that nobody changes it unseen."""

from portal.audit.work import Work
from portal.kernel.events import Event
from portal.kernel.words import Words, words
from portal.notifications.letters.accounts import security_changed

SEE_IT = words("See your sign-in security")
PAGE = "/account/security"


def app_set_up(work: Work, event: Event) -> None:
    """E7: an app for codes was set up, or another one in place of it."""
    _tell(work, event, words("An app for codes was set up for your sign-in a moment ago."))


def app_removed(work: Work, event: Event) -> None:
    """E7: the app's codes no longer work."""
    _tell(work, event, words("The app for codes was removed from your sign-in a moment ago."))


def passkey_added(work: Work, event: Event) -> None:
    """E7: a passkey can sign in."""
    _tell(work, event, words("A passkey was added to your sign-in a moment ago: %(name)s.", name=_name(event)))


def passkey_renamed(work: Work, event: Event) -> None:
    """E7: a passkey is called something else, so that it is not taken for another one."""
    before, name = str(event.details["before"]), _name(event)
    _tell(work, event, words("Your passkey %(before)s is now called %(name)s.", before=before, name=name))


def passkey_removed(work: Work, event: Event) -> None:
    """E7: a passkey can no longer sign in."""
    _tell(work, event, words("A passkey was removed from your sign-in a moment ago: %(name)s.", name=_name(event)))


def recovery_codes_made(work: Work, event: Event) -> None:
    """E7: there are ten new codes, and the ones before are over."""
    _tell(
        work, event, words("New recovery codes were made for your sign-in a moment ago. Earlier ones no longer work.")
    )


def recovery_code_used(work: Work, event: Event) -> None:
    """E7: somebody has signed in with a recovery code."""
    left = words("You have %(left)s recovery codes left.", left=event.details["left"])
    _tell(work, event, words("A recovery code was used to sign in as you a moment ago."), left)


def _tell(work: Work, event: Event, *said: Words) -> None:
    security_changed(work, event, *said, action=SEE_IT, address=PAGE)


def _name(event: Event) -> str:
    return str(event.details["passkey"])
