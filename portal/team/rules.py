"""Whom a council's owner may invite, and who may leave (C2 and C4 of docs/process.md)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.councils.rules import domain_of
from portal.kernel.errors import Problem
from portal.kernel.permissions import COUNCIL_ROLES, Role
from portal.kernel.words import Words, words

INVITATION_LASTS = timedelta(days=7)
MOST_OWNERS = 3

ROLE_EXPLAINED: dict[Role, Words] = {
    Role.CONTRIBUTOR: words("Writes answers and adds evidence."),
    Role.OWNER: words("Does all of that, sends the application for signing, and looks after the team."),
    Role.APPROVER: words(
        "Signs the declaration: a chief executive, director, monitoring officer or head of communications. "
        "Must not be the person who sent the application for signing."
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


def invitation_problems(email: str, role: Role, team: TeamFacts) -> tuple[Problem, ...]:
    """Why this address may not be invited in this role; empty where it may."""
    if role not in COUNCIL_ROLES:
        return (Problem("role", words("Choose one of the roles in a council.")),)
    problems = []
    if domain_of(email, team.domains) is None:
        problems.append(
            Problem(
                "email",
                words(
                    "This address is not on one of your council’s domains (%(domains)s). "
                    "To invite somebody with another address, ask the scheme administrators.",
                    domains=", ".join(sorted(team.domains)) or "–",
                ),
            )
        )
    elif (email, role) in team.members:
        problems.append(Problem("email", words("This person holds this role already.")))
    elif (email, role) in team.invited:
        problems.append(
            Problem("email", words("This person has been invited already. To send it again, cancel that invitation."))
        )
    if role is Role.OWNER and not problems and team.owners() >= MOST_OWNERS:
        problems.append(
            Problem(
                "role", words("A council has at most %(most)s owners. End one before you add one.", most=MOST_OWNERS)
            )
        )
    return tuple(problems)


def acceptance_problem(role: Role, email: str, expires_at: datetime, team: TeamFacts, now: datetime) -> Problem | None:
    """Why the invitation can no longer be accepted; None where it can."""
    if now >= expires_at:
        return Problem("", words("This invitation has expired. Ask the person who sent it to invite you again."))
    if (email, role) in team.members:
        return Problem("", words("You hold this role already: there is nothing to accept."))
    return None


def leaving_problem(role: Role, owners: int) -> Problem | None:
    """Why this role cannot be ended, given how many owners there are now; None where it can."""
    if role is Role.OWNER and owners <= 1:
        return Problem(
            "", words("A council needs an owner. Invite another one first; when they have joined, end this.")
        )
    return None
