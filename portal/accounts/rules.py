"""The rules of signing in: how long what lasts, how often what may be tried, and where a person may be sent."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from portal.kernel.errors import Problem
from portal.kernel.permissions import STAFF_ROLES, Role
from portal.kernel.words import Words, words

SESSION_IDLE = timedelta(hours=2)
SESSION_LONGEST = timedelta(hours=12)

CODE_DIGITS = 8
CODE_LASTS = timedelta(minutes=15)
CODE_ATTEMPTS = 5
LIMITS_COUNT = timedelta(hours=1)
CODES_PER_ADDRESS = 5
CODES_PER_ORIGIN = 20

# Somebody who has an hour a week may miss two of them.
HELD_FORM_LASTS = timedelta(weeks=4)
# More forms than anybody has half filled in at once, and more than any form of ours has in it.
MOST_DRAFTS = 100
DRAFT_MAX_FIELDS = 100
DRAFT_MAX_CHARACTERS = 100_000
DRAFT_PATH_MAX_CHARACTERS = 300

ROLE_WORDS: dict[Role, Words] = {
    Role.CONTRIBUTOR: words("Contributor"),
    Role.OWNER: words("Owner"),
    Role.APPROVER: words("Approver"),
    Role.REVIEWER: words("Reviewer"),
    Role.LEAD: words("Lead reviewer"),
    Role.ADMINISTRATOR: words("Administrator"),
    Role.PANEL: words("Member of the appeal panel"),
    Role.SYSTEM: words("The portal"),
}


def draft_problems(path: str, fields: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    """What keeps words from being kept as a draft: that there are more of them than any form of ours takes."""
    characters = sum(len(value) for values in fields.values() for value in values)
    if len(path) > DRAFT_PATH_MAX_CHARACTERS or len(fields) > DRAFT_MAX_FIELDS or characters > DRAFT_MAX_CHARACTERS:
        yield Problem("", words("This is too long to be kept as a draft. Make it shorter, or save it."))


def session_is_live(began_at: datetime, last_seen_at: datetime, revoked_at: datetime | None, now: datetime) -> bool:
    """Whether a session still holds: not ended, not idle for two hours, not older than twelve."""
    return revoked_at is None and now < last_seen_at + SESSION_IDLE and now < began_at + SESSION_LONGEST


def email_from(typed: str) -> str:
    """An email address in the one form in which it is kept and compared."""
    return typed.strip().lower()


def digits_from(typed: str) -> str:
    """The digits of a code as people type or paste it: spaces and dashes do not matter."""
    return re.sub(r"[\s\-\u2010-\u2015]", "", typed)


def too_many_codes(for_address: int, for_origin: int) -> Problem | None:
    """Why no further code is sent, given how many were asked for in the last hour; None where one may be."""
    if for_address >= CODES_PER_ADDRESS:
        return Problem(
            "email",
            words(
                "We have sent %(count)s codes to this address in the last hour. "
                "Type the newest one, or wait an hour and ask again.",
                count=CODES_PER_ADDRESS,
            ),
        )
    if for_origin >= CODES_PER_ORIGIN:
        return Problem(
            "email",
            words("Too many codes have been asked for from your network in the last hour. Wait an hour and ask again."),
        )
    return None


@dataclass(frozen=True)
class Try:
    """One try at a code: what was right and wrong about it. ``attempts`` includes this one."""

    matches_newest: bool
    matches_older: bool
    used: bool
    expired: bool
    attempts: int


def code_problem(tried: Try) -> Problem | None:
    """Why the code does not open the door, in the order in which it helps to hear; None where it does."""
    if tried.used:
        said = words("This code has been used. Each code works once: ask for a new one.")
    elif tried.expired:
        said = words("This code is too old. Each code works for 15 minutes: ask for a new one.")
    elif tried.attempts > CODE_ATTEMPTS:
        said = words("The code has been tried too often. Ask for a new one.")
    elif tried.matches_newest:
        return None
    elif tried.matches_older:
        said = words("We have sent you a newer code since. Type the code from the newest email.")
    elif tried.attempts == CODE_ATTEMPTS:
        said = words("This is not the code we sent, and it has been tried too often. Ask for a new one.")
    else:
        said = words(
            "This is not the code we sent. Check the newest email and type the code again. "
            "Tries left before you need a new one: %(left)s.",
            left=CODE_ATTEMPTS - tried.attempts,
        )
    return Problem("digits", said)


NO_CODE_HERE = Problem(
    "digits",
    words("We have not sent a code to this browser. A code works only in the browser that asked for it: ask for one."),
)


def safe_next(address: str | None) -> str | None:
    """The address to go on to after signing in, where it is a page of ours; None for anything else.

    Browsers read two slashes, of either kind, as the beginning of another site, and drop tabs and line breaks before
    they read at all.
    """
    if not address or not address.startswith("/") or address.startswith("//"):
        return None
    if "\\" in address or any(ord(char) <= ord(" ") or ord(char) == 0x7F for char in address):
        return None
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or parts.path.startswith(("/sign-in", "/sign-out")):
        return None
    return address


def own_area(roles: Collection[Role], council_slugs: Collection[str], *, is_invited: bool) -> str:
    """Where a person begins after signing in: with their work, or with how to get some."""
    if Role.REVIEWER in roles or Role.LEAD in roles:
        return "/reviews/"
    if Role.ADMINISTRATOR in roles:
        return "/administration/"
    if Role.PANEL in roles:
        return "/panel/"
    if council_slugs:
        return f"/council/{min(council_slugs)}/"
    return "/account/invitations" if is_invited else "/council/start"


def staff_role_problem(role: Role) -> Problem | None:
    """Why nobody can be invited to the scheme in this role; None where they can."""
    if role in STAFF_ROLES:
        return None
    return Problem(
        "role", words("This is not a role in the scheme: say reviewer, lead_reviewer, administrator or panel_member.")
    )
