"""Whom a council's owner may invite, and who may leave (C2 and C4 of docs/process.md)."""

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.councils.rules import domain_of
from portal.kernel.errors import Problem
from portal.kernel.permissions import COUNCIL_ROLES, Role
from portal.kernel.words import Words, words

ACCESS_REVIEW_MONTHS = 6
INVITATION_LASTS = timedelta(days=7)
MOST_OWNERS = 3


class Afterwards(StrEnum):
    """What becomes of an owner who has made somebody else one."""

    STAYS = "stays"
    CONTRIBUTES = "contributes"
    LEAVES = "leaves"


AFTERWARDS_WORDS: dict[Afterwards, Words] = {
    Afterwards.STAYS: words("I stay an owner too"),
    Afterwards.CONTRIBUTES: words("I stop being an owner and go on as a contributor"),
    Afterwards.LEAVES: words("I leave the team: all my access ends now"),
}

TOO_MANY_OWNERS = words("A council has at most %(most)s owners. End one before you add one.", most=MOST_OWNERS)

ROLE_EXPLAINED: dict[Role, Words] = {
    Role.CONTRIBUTOR: words(
        "Writes answers, adds evidence and comments. Cannot send the application or change the team."
    ),
    Role.OWNER: words(
        "Does all of that, sends the application for signing, invites people and ends access. At most three."
    ),
    Role.APPROVER: words(
        "Reads everything and signs the declaration: a chief executive, director, monitoring officer or head of "
        "communications. Must not be the person who sent the application for signing."
    ),
}


@dataclass(frozen=True)
class TeamFacts:
    """What the rules need to know of a council: its domains, and who (address, role) is in it or invited to it."""

    domains: frozenset[str]
    members: frozenset[tuple[str, Role]]
    invited: frozenset[tuple[str, Role]]

    def owners(self) -> int:
        """How many owners there are, counting those who have been invited and not yet answered."""
        return sum(role is Role.OWNER for _email, role in self.members | self.invited)


def needs_approval(email: str, team: TeamFacts) -> bool:
    """Whether an administrator looks at an invitation to this address first: it is on none of the council's domains."""
    return domain_of(email, team.domains) is None


def invitation_problems(email: str, role: Role, team: TeamFacts) -> tuple[Problem, ...]:
    """Why this address may not be invited in this role; empty where it may, by itself or once it is approved (C4)."""
    if role not in COUNCIL_ROLES:
        return (Problem("role", words("Choose one of the roles in a council.")),)
    problems = []
    if (email, role) in team.members:
        problems.append(Problem("email", words("This person holds this role already.")))
    elif (email, role) in team.invited:
        problems.append(
            Problem("email", words("This person has been invited already. To send it again, cancel that invitation."))
        )
    elif role is not Role.CONTRIBUTOR and needs_approval(email, team):
        problems.append(
            Problem(
                "role",
                words(
                    "Owners and approvers need an address on one of your council’s domains (%(domains)s). "
                    "Somebody with another address can be invited as contributor.",
                    domains=", ".join(sorted(team.domains)) or "–",
                ),
            )
        )
    if role is Role.OWNER and not problems and not may_add_owner(team.owners()):
        problems.append(Problem("role", TOO_MANY_OWNERS))
    return tuple(problems)


def may_add_owner(owners: int) -> bool:
    """Whether a council with so many owners may have one more."""
    return owners < MOST_OWNERS


def may_become_owner(email: str, is_owner: bool, domains: Collection[str]) -> bool:
    """Whether a member can be made an owner: not one already, and on one of the council's own domains (C4)."""
    return not is_owner and domain_of(email, domains) is not None


def handing_over_problems(suits: bool, owners: int, afterwards: Afterwards) -> tuple[Problem, ...]:
    """Why the ownership cannot be handed over so; ``suits`` says that the chosen person can become an owner."""
    if not suits:
        said = words("Choose somebody who is no owner yet and has an address on one of your council’s domains.")
        return (Problem("person", said),)
    if afterwards is Afterwards.STAYS and not may_add_owner(owners):
        return (Problem("afterwards", TOO_MANY_OWNERS),)
    return ()


def decision_problems(approve: bool, reason: str) -> tuple[Problem, ...]:
    """Why an invitation that waits cannot be decided so: whoever is refused is told why."""
    if approve or reason.strip():
        return ()
    return (Problem("reason", words("Say why the invitation is refused. The person who invites reads it.")),)


def acceptance_problem(role: Role, email: str, expires_at: datetime, team: TeamFacts, now: datetime) -> Problem | None:
    """Why the invitation can no longer be accepted; None where it can."""
    if now >= expires_at:
        return Problem("", words("This invitation has expired. Ask the person who sent it to invite you again."))
    if (email, role) in team.members:
        return Problem("", words("You hold this role already: there is nothing to accept."))
    return None


def leaving_problem(roles: Collection[Role], owners: int) -> Problem | None:
    """Why these roles of one person cannot be ended, given how many owners there are now; None where they can."""
    if Role.OWNER in roles and owners <= 1:
        return Problem(
            "",
            words(
                "A council needs an owner, and this is the only one. Hand over the ownership first: "
                "that is on the team page."
            ),
        )
    return None


def access_review_is_due(since: datetime, now: datetime) -> bool:
    """Whether six calendar months have passed since access was thought of; the 31st may be the 30th then."""
    months = since.month - 1 + ACCESS_REVIEW_MONTHS
    year, month = since.year + months // 12, months % 12 + 1
    return now >= since.replace(year=year, month=month, day=min(since.day, monthrange(year, month)[1]))
