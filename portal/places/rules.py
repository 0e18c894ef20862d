"""What may become an official place of an award, when a website is looked at, and what proves whose it is. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from portal.applications.addresses import address_problem
from portal.councils.hosts import in_ascii, network_of
from portal.kernel.errors import Problem
from portal.kernel.words import words

MOST_WEBSITES = 20
MOST_ACCOUNTS = 60
LONGEST_PURPOSE = 300
LONGEST_REASON = 2_000
PROOF_PATH = "/.well-known/social-media-friendly-mark.txt"
TAG_NAME = "social-media-friendly-mark"

# After each look that found nothing; then once a day, as long as somebody may still be putting it there.
_PAUSES = (timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=6))
_A_DAY = timedelta(days=1)
LOOKS_FOR = timedelta(days=30)
BETWEEN_ASKING = timedelta(minutes=1)


@dataclass(frozen=True)
class Listed:
    """What is official already, and what waits for a check: hosts as people read them, addresses of accounts."""

    websites: tuple[str, ...]
    accounts: tuple[str, ...]
    waiting: tuple[str, ...] = ()


def website_problems(host: str, purpose: str, listed: Listed) -> tuple[Problem, ...]:
    """Why this website cannot be proposed; empty where it can. It has been read by ``hosts.website_from`` before."""
    known = {in_ascii(other) for other in listed.websites}
    waiting = {in_ascii(other) for other in listed.waiting}
    if in_ascii(host) in known:
        return (Problem("website", words("%(host)s is official already, with and without www.", host=host)),)
    if in_ascii(host) in waiting:
        return (Problem("website", words("%(host)s is waiting for our check already.", host=host)),)
    if len(known | waiting) >= MOST_WEBSITES:
        said = words("An award has at most %(most)s websites. Remove one before you add one.", most=MOST_WEBSITES)
        return (Problem("website", said),)
    if not purpose:
        return (Problem("purpose", words("Say in a few words what is on this website.")),)
    return ()


def account_problems(address: str, listed: Listed) -> tuple[Problem, ...]:
    """Why this address cannot be added as an account; empty where it can."""
    fault = address_problem(address)
    if fault is not None:
        return (Problem("account", fault),)
    parts = urlsplit(address)
    name = network_of(parts.hostname or "")
    if parts.scheme != "https":
        said = words("The address must begin with https://. Every network’s does.")
    elif name and not parts.path.strip("/") and not parts.query:
        said = words("This is the front page of %(name)s. Type the address of your account there.", name=name)
    elif same_account(address) in {same_account(other) for other in listed.accounts}:
        said = words("This account is listed already.")
    elif len(listed.accounts) >= MOST_ACCOUNTS:
        said = words("An award has at most %(most)s accounts. Remove one before you add one.", most=MOST_ACCOUNTS)
    else:
        return ()
    return (Problem("account", said),)


def same_account(address: str) -> str:
    """What two spellings of one account's address have in common: without www, m and the stroke at the end."""
    parts = urlsplit(address.strip())
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    path = parts.path.rstrip("/")
    path = path.lower() if network_of(host) else path
    return f"{network_of(host) or host}{path}?{parts.query}"


def decision_problems(accepts: bool, reason: str, *, proved: bool) -> tuple[Problem, ...]:
    """Why an administrator cannot decide so: a refusal is explained, and what is not proved is known from elsewhere."""
    if reason.strip():
        return ()
    if not accepts:
        return (Problem("reason", words("Say why the website is not added. The council reads it.")),)
    if not proved:
        said = words("The portal has not found the code on the website. Say how you know that it is the council’s.")
        return (Problem("reason", said),)
    return ()


def looks_next(now: datetime, proposed_at: datetime, looks: int) -> datetime | None:
    """When to look again after so many looks in vain; None where the portal stops until it is asked."""
    if now - proposed_at >= LOOKS_FOR:
        return None
    return now + (_PAUSES[looks - 1] if 0 < looks <= len(_PAUSES) else _A_DAY)


def may_ask_again(looked_at: datetime | None, now: datetime) -> bool:
    """Whether somebody may have the website looked at now: once a minute."""
    return looked_at is None or now - looked_at >= BETWEEN_ASKING


def within(host: str) -> frozenset[str]:
    """The hosts on which a proof counts: the website itself, with and without www."""
    written = in_ascii(host)
    return frozenset({written, f"www.{written}"})


def says(lines: Collection[str], token: str) -> bool:
    """Whether one of the lines of a file is the token, whole."""
    return any(line.strip().strip("\ufeff") == token for line in lines)


def is_for_councils(host: str) -> bool:
    """Whether only public bodies can have such a name: a help for whoever checks, and no proof of which body it is."""
    return in_ascii(host).endswith((".gov.uk", ".gov.wales", ".llyw.cymru"))
