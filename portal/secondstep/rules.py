"""The rules of the second step: which ways there are, how often one may be tried, and what may be taken away."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from portal.kernel.errors import Problem
from portal.kernel.words import words

ATTEMPTS = 5
CHALLENGE_LASTS = timedelta(minutes=5)
MOST_PASSKEYS = 10
LONGEST_NAME = 60

RECOVERY_CODES = 10
# 16 of 32 letters: 80 bits of chance. Without I, O, 0 and 1, which people take for each other.
RECOVERY_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
RECOVERY_LENGTH = 16
RECOVERY_GROUP = 4
FEW_CODES = 3

# Browsers leave these out of an origin.
DEFAULT_PORTS = {"http": 80, "https": 443}
LOOPBACK = ("127.0.0.1", "::1")


@dataclass(frozen=True)
class RelyingParty:
    """For whom a passkey is made: a host name, which it is bound to for good, and the one address it may be used at."""

    id: str
    origin: str


def relying_party(public_address: str) -> RelyingParty:
    """The portal at this address. A passkey needs a name, not a number: a portal on this machine is ``localhost``."""
    parts = urlsplit(public_address)
    host = parts.hostname or ""
    if host in LOOPBACK:
        host = "localhost"
    port = f":{parts.port}" if parts.port not in (None, DEFAULT_PORTS.get(parts.scheme)) else ""
    return RelyingParty(host, f"{parts.scheme}://{host}{port}")


@dataclass(frozen=True)
class Ways:
    """What a person has set up. Recovery codes stand in for a second step that is lost; they are none themselves."""

    passkeys: int
    app: bool
    codes_left: int

    @property
    def set_up(self) -> bool:
        """Whether there is a second step."""
        return self.passkeys > 0 or self.app

    @property
    def is_last(self) -> bool:
        """Whether taking any one away would leave none."""
        return self.passkeys + self.app <= 1


def challenge_problem(expires_at: datetime | None, now: datetime) -> Problem | None:
    """Why what a passkey has signed is not what it was asked to sign here and now; None where it may be."""
    if expires_at is not None and now < expires_at:
        return None
    return Problem("", words("That took longer than five minutes, or was sent twice. Press the button again."))


def may_add(ways: Ways, *, second_step: bool) -> bool:
    """Whether a session may set up a way: with the second step taken, or where there is none to take yet."""
    return second_step or not ways.set_up


def adding_problem(ways: Ways) -> Problem | None:
    """Why no further passkey can be added; None where one can."""
    if ways.passkeys < MOST_PASSKEYS:
        return None
    return Problem(
        "", words("You have %(most)s passkeys. Remove one that you no longer use first.", most=MOST_PASSKEYS)
    )


def removal_problem(ways: Ways) -> Problem | None:
    """Why a passkey or the app cannot be taken away; None where something is left to sign in with."""
    if not ways.is_last:
        return None
    return Problem(
        "",
        words(
            "This is your only second step, and you cannot sign in without one. Add another passkey or set up the app, "
            "then remove this one."
        ),
    )


def app_problem(step: int | None, last_step: int | None) -> Problem | None:
    """Why the six digits will not do: the half-minute they belong to, after the last one used; None where they do."""
    if step is None:
        return Problem(
            "digits",
            words(
                "This is not the code that your app shows now. Type the newest one. If that does not help, "
                "let your phone set its clock by itself."
            ),
        )
    if last_step is not None and step <= last_step:
        return Problem(
            "digits", words("This code has been used. Wait until your app shows the next one, and type that.")
        )
    return None


def recovery_code_from(typed: str) -> str:
    """The letters of a recovery code as people type or paste it: spaces, dashes and small letters do not matter."""
    return re.sub(r"[\s\-\u2010-\u2015]", "", typed).upper()


def shown_code(code: str) -> str:
    """A recovery code in groups of four."""
    return "-".join(code[start : start + RECOVERY_GROUP] for start in range(0, len(code), RECOVERY_GROUP))


def recovery_problem(*, known: bool) -> Problem:
    """Why a recovery code does not work: it was used before, or it is none."""
    if known:
        return Problem("recovery_code", words("This recovery code has been used. Each works once: type another one."))
    return Problem(
        "recovery_code",
        words(
            "This is not one of your recovery codes. Type one from the newest list that you made; older ones are over."
        ),
    )


USED_UP = Problem(
    "", words("The second step has been tried too often. Sign in again from the beginning, with a new emailed code.")
)
NO_APP = Problem("digits", words("You have set up no app. Use your passkey or a recovery code."))
NO_PASSKEY = Problem("", words("You have no passkey here. Use the code from your app or a recovery code."))
TAKE_IT_FIRST = Problem(
    "",
    words("You have a second step already. Take it first; then add another one on the page of your sign-in security."),
)
PASSKEY_REFUSED = Problem(
    "",
    words(
        "This passkey could not be checked. Try again. If that does not help, use another way on this page, and then "
        "remove the passkey and add it anew."
    ),
)
NOT_YOUR_PASSKEY = Problem("", words("This passkey is not one of yours. Choose the one that you added here."))
NEW_PASSKEY_REFUSED = Problem(
    "", words("The new passkey could not be checked, and nothing was saved. Try again, or use another device.")
)
ALREADY_ADDED = Problem(
    "", words("This passkey has been added before. Choose another device or another place to keep it.")
)
