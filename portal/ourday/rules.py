"""What may be recorded of a council's part in a day, and what it is called as evidence."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from portal.applications.addresses import address_problem
from portal.kernel.errors import Problem
from portal.kernel.words import words

FIRST_YEAR = 2012
# More than there are people in the country: a slip of the finger.
MOST_REACHED = 100_000_000
MOST_POSTS = 100_000
MOST_ACCOUNTS = 1_000
NAME_MAX_CHARACTERS = 40
ABOUT_MAX_CHARACTERS = 600
# What the criteria call the use of social media that the day stands for (founding_uses of the edition).
FOUNDING_USE = "ourday"


@dataclass(frozen=True)
class Part:
    """A council's part in one day, in its own figures; ``reached`` is None where the council does not know."""

    posts: int
    accounts: int
    reached: int | None = None
    best_post: str = ""
    about: str = ""


def day_problems(year: int, name: str, held_on: date) -> Iterator[Problem]:
    """What is wrong with a day that the scheme sets."""
    if held_on.year != year:
        yield Problem("held_on", words("The day must be in %(year)s.", year=year))
    if year < FIRST_YEAR:
        yield Problem("year", words("The first day was in %(year)s.", year=FIRST_YEAR))
    if not name.strip() or len(name) > NAME_MAX_CHARACTERS:
        yield Problem("name", words("Give the day’s name, %(most)s characters at most.", most=NAME_MAX_CHARACTERS))


def part_problems(part: Part, held_on: date, today: date) -> Iterator[Problem]:
    """What is wrong with a council's record of its part."""
    if today < held_on:
        yield Problem("", words("This day is on %(day)s: you can record your part from then on.", day=held_on))
    if not 1 <= part.posts <= MOST_POSTS:
        yield Problem("posts", words("Give the number of posts, from 1 to %(most)s.", most=MOST_POSTS))
    if not 1 <= part.accounts <= MOST_ACCOUNTS:
        yield Problem("accounts", words("Give the number of accounts, from 1 to %(most)s.", most=MOST_ACCOUNTS))
    if part.reached is not None and not 0 <= part.reached <= MOST_REACHED:
        said = words("Give a number up to %(most)s, or leave it empty if you do not know.", most=MOST_REACHED)
        yield Problem("reached", said)
    if part.best_post and (problem := address_problem(part.best_post)):
        yield Problem("best_post", problem)
    if len(part.about) > ABOUT_MAX_CHARACTERS:
        yield Problem("about", words("Write at most %(most)s characters.", most=ABOUT_MAX_CHARACTERS))
