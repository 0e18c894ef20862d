"""What is done with a file between the browser and the store: looked at, and made harmless.

None of it needs the database, and all of it takes time: it is done before the change begins.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.criteria.terms import EvidenceRules
from portal.evidence import rules
from portal.kernel.words import Words, words
from portal.uploads import confined, documents, images, scanning
from portal.uploads.inspection import format_named, inspect
from portal.uploads.results import Scan

WRITTEN_ANEW = frozenset({"pdf", "png", "jpg"})
INFECTED = words(
    "“%(name)s” was refused: the virus scanner has found something harmful in it. Do not open it, and ask your IT team."
)
FAULTS: Mapping[str, Words] = {
    images.Fault.DAMAGED: words("“%(name)s” is damaged. Open it, save it again, and choose it again."),
    images.Fault.TOO_MANY_PIXELS: words(
        "“%(name)s” is a picture of more than 40 million points. Make it smaller, and choose it again."
    ),
    documents.Fault.LOCKED: words(
        "“%(name)s” is locked with a password. Save it again without one, and choose it again."
    ),
    documents.Fault.NEEDS_ITS_PROGRAM: words(
        "“%(name)s” is a form that only its own program can show. Print it to a PDF, and choose that."
    ),
    confined.TOO_MUCH: words(
        "“%(name)s” takes too long to check. Save it again with fewer pages or a smaller picture, and choose it again."
    ),
}


@dataclass(frozen=True)
class GivenFile:
    """A file as the browser sent it; neither its name nor its content is to be believed."""

    name: str
    content: bytes


@dataclass(frozen=True)
class PreparedFile:
    """A file that may be kept: its name, its bytes as they are to be stored, and what they are.

    Where ``problem`` says why it may not, there is nothing to store.
    """

    name: str
    content: bytes = b""
    media_type: str = ""
    scan: Scan = Scan.NOT_SCANNED
    problem: Words | None = None

    @property
    def sha256(self) -> str:
        """The hash of what is to be stored."""
        return hashlib.sha256(self.content).hexdigest()


def prepare_all(given: Sequence[GivenFile], terms: EvidenceRules, scanner: str = "") -> tuple[PreparedFile, ...]:
    """Each file made ready to be kept; no more of them than a criterion may have, so that one request has an end.

    ``scanner`` is the address of the virus scanner; empty where there is none.
    """
    most = terms.max_items_per_criterion
    return tuple(
        prepare(file, terms, scanner) if number < most else _too_many(file.name, most)
        for number, file in enumerate(given)
    )


def prepare(given: GivenFile, terms: EvidenceRules, scanner: str = "") -> PreparedFile:
    """One file made ready to be kept: its kind told from its bytes, scanned as it came, then written anew."""
    name = rules.kept_name(given.name)
    found = inspect(name, given.content, terms.file_formats, terms.max_file_mb * rules.MEGABYTE)
    if found.problem:
        return PreparedFile(name, problem=found.problem)
    try:
        scan = scanning.scan(scanner, given.content)
    except scanning.Infected:
        return PreparedFile(name, problem=_named(INFECTED, name))
    format_ = format_named(name)
    if format_ not in WRITTEN_ANEW:
        return PreparedFile(name, given.content, found.media_type, scan)
    made = confined.made_harmless(given.content, format_)
    if made.fault:
        return PreparedFile(name, problem=_named(FAULTS[made.fault], name))
    return PreparedFile(name, made.content, found.media_type, scan)


def _named(said: Words, name: str) -> Words:
    return Words(said.text, {"name": name})


def _too_many(name: str, most: int) -> PreparedFile:
    kept = rules.kept_name(name)
    said = words("“%(name)s” was not added: choose at most %(most)s files at once.", name=kept, most=most)
    return PreparedFile(kept, problem=said)
