"""Checking a mark: by its number, by a council's name, or by the web address on which somebody saw it.

What is typed is only compared with what the portal knows: no address is ever opened.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.awards.models import Award
from portal.awards.queries import award_numbered
from portal.councils.models import Council
from portal.councils.queries import nearest, search
from portal.kernel.errors import NotFound
from portal.kernel.references import ALPHABET, award_number_from, looks_like_award_number
from portal.register.entries import Entry
from portal.register.owners import CouncilFound, Imitated, Place, councils_found, imitated, owner_of
from portal.register.pasted import Pasted, take_apart
from portal.register.queries import history_of, successors_of
from portal.register.reviewed import Reviewed, reviewed
from portal.register.rules import is_postcode, one_line

MOST_COUNCILS = 20
# Whatever is longer is not looked at: the beginning of an address does not say where it leads.
LONGEST_QUERY = 2_000
LONGEST_NAME = 500


@dataclass(frozen=True)
class VerifyPage:
    """The answer about one award. ``history`` is every award of the council, newest first.

    ``holding`` is the award by which the council holds the Mark today, where it is not this one.
    """

    award: Entry
    reviewed: Reviewed
    holding: Entry | None
    history: tuple[Entry, ...]
    successors: tuple[tuple[str, str], ...]


class Meant(StrEnum):
    """What somebody typed into the check: nothing, a number, a web address, a name, or too much to look at."""

    NOTHING = "nothing"
    TOO_LONG = "too_long"
    NUMBER = "number"
    WRONG_NUMBER = "wrong_number"
    ADDRESS = "address"
    NAME = "name"


@dataclass(frozen=True)
class CheckResult:
    """What the check has found: ``is_award`` where ``number`` is that of an award.

    ``never_used``: the characters typed that are in none of our numbers. Of an address: ``pasted`` is what it is,
    ``owned`` the registered website or account that it is or is a part of, ``alike`` whose address it is like where
    nobody has registered it. ``more`` says that further councils fit, which are not shown; ``is_near`` that these have
    a name that is only like what was typed; ``is_handle`` that it is the name of an account, which
    anybody can have on some network.
    """

    q: str
    meant: Meant
    number: str = ""
    is_award: bool = False
    never_used: str = ""
    pasted: Pasted | None = None
    place: Place = Place.WEBSITE
    owned: str = ""
    alike: tuple[Imitated, ...] = ()
    councils: tuple[CouncilFound, ...] = ()
    more: bool = False
    is_near: bool = False
    is_postcode: bool = False
    is_handle: bool = False


def verify_page(session: Session, number: str, day: date) -> VerifyPage:
    """The answer about the award with this number. Raises NotFound, also before an award has begun."""
    award = award_numbered(session, number)
    if award.starts_on > day:
        raise NotFound(f"award {number} is not public yet")
    history = history_of(session, award.council_id, day)
    return VerifyPage(
        award=next(entry for entry in history if entry.number == number),
        reviewed=reviewed(session, award.application_id),
        holding=next((entry for entry in history if entry.holds_the_mark and entry.number != number), None),
        history=history,
        successors=successors_of(session, award.council_id),
    )


def check(session: Session, typed: str, day: date, own_host: str) -> CheckResult:
    """What is known of what somebody typed or pasted; ``own_host`` is the portal's, whose addresses contain numbers."""
    if len(typed) > LONGEST_QUERY:
        return CheckResult("", Meant.TOO_LONG)
    q = one_line(typed)
    if not q:
        return CheckResult(q, Meant.NOTHING)
    number = award_number_from(q) or _number_in(q, own_host)
    if number is not None:
        known = session.scalar(select(Award.id).where(Award.number == number)) is not None
        return CheckResult(q, Meant.NUMBER, number=number, is_award=known)
    if looks_like_award_number(q):
        return CheckResult(q, Meant.WRONG_NUMBER, never_used=_never_used(q))
    pasted = take_apart(typed)
    if pasted is not None:
        return _address(session, q, pasted, day)
    named = [council.id for council in search(session, q, MOST_COUNCILS + 1)] if len(q) <= LONGEST_NAME else []
    near = nearest(session, q) if not named and len(q) <= LONGEST_NAME else ()
    found = councils_found(session, Council.id.in_(named or near), day, MOST_COUNCILS + 1)
    return CheckResult(
        q,
        Meant.NAME,
        councils=found[:MOST_COUNCILS],
        more=len(found) > MOST_COUNCILS,
        is_near=bool(near),
        is_postcode=is_postcode(q),
        is_handle=q.startswith("@"),
    )


def _address(session: Session, q: str, pasted: Pasted, day: date) -> CheckResult:
    owner = owner_of(session, pasted)
    councils = councils_found(session, Council.id.in_(owner.council_ids), day, MOST_COUNCILS)
    return CheckResult(
        q,
        Meant.ADDRESS,
        pasted=pasted,
        place=owner.place,
        owned=owner.what,
        alike=imitated(session, pasted) if owner.place is Place.WEBSITE and not councils else (),
        councils=councils,
    )


def _never_used(q: str) -> str:
    """The characters in a mistaken number that none of our numbers has, because they are taken for others."""
    return ", ".join(dict.fromkeys(char for char in q.upper() if char.isalnum() and char not in ALPHABET))


def _number_in(q: str, own_host: str) -> str | None:
    """The number in one of the portal's own addresses, such as the one that a badge leads to."""
    # As a browser reads it: https://impostor.example\@mark.example/ leads to the impostor.
    q = q.replace("\\", "/")
    try:
        address = urlsplit(q if "//" in q else f"//{q}")
        is_ours = address.hostname == own_host
    except ValueError:
        return None
    parts = address.path.split("/") if is_ours else ()
    return next((number for part in parts if (number := award_number_from(part.partition(".")[0]))), None)
