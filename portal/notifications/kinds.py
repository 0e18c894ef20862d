"""The kinds of letter: the table of D2 (docs/needs.md), and which of them may wait for a daily summary."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.kernel.words import Words, words


class Pace(StrEnum):
    """When a letter comes: AT_ONCE for everybody (marked * in D2), by each reader's CHOICE, or once a DAY for all."""

    AT_ONCE = "at_once"
    CHOICE = "choice"
    DAY = "day"


@dataclass(frozen=True)
class Kind:
    """What letters of this number are about, as the log of a case calls them, and when they come."""

    about: Words
    pace: Pace = Pace.AT_ONCE


_MAY_WAIT = Pace.CHOICE

KINDS: Mapping[str, Kind] = {
    "E1": Kind(words("Code to sign in")),
    "E2": Kind(words("Claim being checked")),
    "E3": Kind(words("New claim to check"), _MAY_WAIT),
    "E3a": Kind(words("Invitation to approve"), _MAY_WAIT),
    "E3b": Kind(words("Website to check"), _MAY_WAIT),
    "E4": Kind(words("Answer to a claim")),
    "E4a": Kind(words("Website added or not")),
    "E4b": Kind(words("Official websites or accounts changed")),
    "E5": Kind(words("Invitation to join")),
    "E5a": Kind(words("Invitation not approved"), _MAY_WAIT),
    "E6": Kind(words("Access changed")),
    "E7": Kind(words("Sign-in security changed")),
    "E8": Kind(words("Check who has access"), _MAY_WAIT),
    "E9": Kind(words("Comments and assigned criteria"), Pace.DAY),
    "E10": Kind(words("Draft not touched"), _MAY_WAIT),
    "E10a": Kind(words("Application lapsed"), Pace.AT_ONCE),
    "E11": Kind(words("Please review and sign")),
    "E11a": Kind(words("Wish to withdraw, to be confirmed")),
    "E11b": Kind(words("Withdrawal answered")),
    "E12": Kind(words("Handed back by the approver")),
    "E13": Kind(words("Application received")),
    "E14": Kind(words("New application to check"), _MAY_WAIT),
    "E15": Kind(words("Something is missing")),
    "E15a": Kind(words("More time given")),
    "E16": Kind(words("Complete, and who reviews")),
    "E17": Kind(words("Invitation to review")),
    "E18": Kind(words("Review due"), _MAY_WAIT),
    "E19": Kind(words("Questions to the council")),
    "E19a": Kind(words("Time for answers ended")),
    "E20": Kind(words("Council has replied"), _MAY_WAIT),
    "E21": Kind(words("Work for a lead reviewer"), _MAY_WAIT),
    "E22": Kind(words("Taking longer than we said")),
    "E23": Kind(words("Result: awarded")),
    "E24": Kind(words("Result: not yet")),
    "E25": Kind(words("Certificate and badge ready"), _MAY_WAIT),
    "E26": Kind(words("Chance to send again ends soon"), _MAY_WAIT),
    "E27": Kind(words("Appeal: received, admitted or not, decided")),
    "E30": Kind(words("Time to renew")),
    "E31": Kind(words("Renewal received, or come to nothing")),
    "E32": Kind(words("Award ended")),
    "E33": Kind(words("Suspension, withdrawal, giving up")),
    "E35": Kind(words("Report received, and its result")),
    "E35a": Kind(words("A concern to be looked at"), _MAY_WAIT),
    "E36": Kind(words("A concern about the Mark")),
    "E36a": Kind(words("Finding of an investigation to confirm")),
    "E37": Kind(words("Overdue and at risk this week"), _MAY_WAIT),
    "E34": Kind(words("New criteria version coming"), _MAY_WAIT),
    "E38": Kind(words("Council being replaced"), _MAY_WAIT),
}
