"""What is looked for on a council's website, and which criterion of an edition it would be evidence for. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from portal.criteria.edition import Criterion, Edition
from portal.kernel.words import Words, words
from portal.links.models import FindingKind
from portal.links.pagetext import Anchor

MOST_WORDS_FOUND = 300
# Of an address: a pattern that looks for one word after another takes long over a long one.
MOST_OF_A_PATH = 300
SECURITY_TXT_PATH = "/.well-known/security.txt"


@dataclass(frozen=True)
class Sought:
    """One kind of page. Each field is a pattern, but ``label``.

    ``criterion`` stands in the title, the statement or the examples of evidence of the criterion it belongs to, in
    whatever edition; ``anchor`` in the words or the address of a link that leads there; ``on_page`` on the page itself.
    """

    label: Words
    criterion: re.Pattern[str]
    anchor: re.Pattern[str] | None
    on_page: re.Pattern[str]


def _p(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


SOUGHT: Mapping[FindingKind, Sought] = {
    FindingKind.ACCOUNTS_PAGE: Sought(
        label=words("A page that lists your social media accounts"),
        criterion=_p(r"\baccounts page\b"),
        anchor=_p(r"social[ _-]*media|follow[ -]us|cyfryngau[ -]cymdeithasol"),
        on_page=_p(r"social media|cyfryngau cymdeithasol"),
    ),
    FindingKind.SECURITY_TXT: Sought(
        label=words("A file that says whom to tell about a security problem"),
        criterion=_p(r"\baccount security\b"),
        anchor=None,
        on_page=_p(r"^contact:.+$"),
    ),
    FindingKind.FILMING_ALLOWED: Sought(
        label=words("A page on filming or recording your public meetings"),
        criterion=_p(r"\bfilm\b.*\bpublic meetings\b"),
        anchor=_p(r"film|record(ing)?\b.*meeting|meeting.*\brecord|webcast|reporting[ -](at|on|from)"),
        on_page=_p(r"\b(film|filming|filmed|record|recording|webcast|webcasting)\b"),
    ),
}
# Its dot and its dollar speak of lines.
_LINE = re.compile(SOUGHT[FindingKind.SECURITY_TXT].on_page.pattern, re.IGNORECASE | re.MULTILINE)


def criterion_for(kind: FindingKind, edition: Edition) -> str | None:
    """The criterion that a page of this kind is evidence for; None where the edition has none."""
    return next((entry.id for entry in edition.criteria if SOUGHT[kind].criterion.search(_said(entry))), None)


def promising(kind: FindingKind, links: tuple[Anchor, ...], hosts: frozenset[str]) -> tuple[str, ...]:
    """The addresses that may be such a page, on these hosts only, in the order of the page that links to them."""
    pattern = SOUGHT[kind].anchor
    if pattern is None:
        return ()
    return tuple(
        dict.fromkeys(
            link.address
            for link in links
            if is_own(link.address, hosts)
            and (pattern.search(link.text) or pattern.search(unquote(urlsplit(link.address).path)[:MOST_OF_A_PATH]))
        )
    )


def is_own(address: str, hosts: frozenset[str]) -> bool:
    """Whether an address is on one of these hosts or below it."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    host = parts.hostname or ""
    return parts.scheme in ("http", "https") and any(host == own or host.endswith(f".{own}") for own in hosts)


def words_found(kind: FindingKind, text: str) -> str:
    """The line of a page that speaks of what is sought; empty where none does."""
    pattern = _LINE if kind is FindingKind.SECURITY_TXT else SOUGHT[kind].on_page
    matching = [line for line in text.splitlines() if pattern.search(line)]
    # The longest says most: a heading is on the page too.
    return max(matching, key=len)[:MOST_WORDS_FOUND] if matching else ""


def _said(criterion: Criterion) -> str:
    return " ".join((criterion.title, criterion.statement, *criterion.evidence.examples))
