"""Who may claim a council, by when a claim is checked, and what its check must have (C3 and C4 of docs/process.md)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.claims.states import Method
from portal.councils.rules import email_domain_problem
from portal.kernel.calendar import add_working_days
from portal.kernel.errors import Problem
from portal.kernel.words import words

# C3: the standard for checking a new claim, in working days.
CHECKED_WITHIN = 3


class ObstacleKind(StrEnum):
    """What stands between a person and a claim; each has its own way on."""

    ENDED = "ended"
    MEMBER = "member"
    OWNED = "owned"
    PENDING = "pending"
    DOMAIN = "domain"


@dataclass(frozen=True)
class Obstacle:
    """Why a claim cannot be made, and in which words to say so."""

    kind: ObstacleKind
    problem: Problem


@dataclass(frozen=True)
class Position:
    """How things stand between one person and one council.

    ``has_pending`` says that this person's own claim waits; of anybody else's nothing is told.
    """

    last_day: date | None
    has_owner: bool
    is_member: bool
    has_pending: bool
    email: str
    domains: tuple[str, ...]


def obstacle(position: Position, day: date) -> Obstacle | None:
    """The first thing that keeps this person from claiming the council on this day; None where nothing does."""
    if position.last_day is not None and position.last_day < day:
        said = words("This council ended on %(day)s. It can no longer apply for the Mark.", day=position.last_day)
        return Obstacle(ObstacleKind.ENDED, Problem("", said))
    if position.is_member:
        return Obstacle(ObstacleKind.MEMBER, Problem("", words("You have access to this council’s account already.")))
    if position.has_owner:
        said = words("This council has an account already. Ask the owner in your council’s team to invite you.")
        return Obstacle(ObstacleKind.OWNED, Problem("", said))
    if position.has_pending:
        said = words("You have claimed this council already, and we are checking it. There is nothing more to send.")
        return Obstacle(ObstacleKind.PENDING, Problem("", said))
    if problem := email_domain_problem(position.email, position.domains):
        return Obstacle(ObstacleKind.DOMAIN, Problem("", problem.words))
    return None


def check_by(made_on: date) -> date:
    """The working day by whose end a claim should be decided."""
    return add_working_days(made_on, CHECKED_WITHIN)


@dataclass(frozen=True)
class Proof:
    """What an administrator did to make sure of a claimant."""

    method: Method
    verified_on: date
    number_called: str
    notes: str


def proof_problems(proof: Proof, made_on: date, day: date) -> tuple[Problem, ...]:
    """What is wrong with the proof for a claim of ``made_on``, given on ``day``; empty where nothing is."""
    problems = []
    if proof.verified_on > day:
        problems.append(Problem("verified_on", words("The day of the check cannot be in the future.")))
    elif proof.verified_on < made_on:
        problems.append(
            Problem(
                "verified_on",
                words("The claim was made on %(day)s: the check must be of that day or later.", day=made_on),
            )
        )
    if proof.method is Method.CALLBACK and not proof.number_called:
        problems.append(
            Problem("number_called", words("Type the number that you called, as it stands on the council’s website."))
        )
    if proof.method is Method.CONFIRMATION and not proof.notes:
        problems.append(Problem("notes", words("Say who confirmed it: their name and position.")))
    return tuple(problems)


OWNED_MEANWHILE = Problem(
    "",
    words(
        "This council has got an owner since the claim was made. Do not accept it: refuse it, and say that the owner "
        "can invite the claimant."
    ),
)
