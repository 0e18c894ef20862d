"""What is done with a file between the browser and the store: looked at, and made harmless.

None of it needs the database, and all of it takes time: it is done before the change begins.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from portal.applications.models import Scan
from portal.criteria.terms import EvidenceRules
from portal.evidence import rules
from portal.evidence.inspection import inspect
from portal.kernel.words import Words, words


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


def prepare_all(given: Sequence[GivenFile], terms: EvidenceRules) -> tuple[PreparedFile, ...]:
    """Each file looked at; no more of them than a criterion may have, so that one request cannot bind the portal."""
    most = terms.max_items_per_criterion
    return tuple(
        prepare(file, terms) if number < most else _too_many(file.name, most) for number, file in enumerate(given)
    )


def prepare(given: GivenFile, terms: EvidenceRules) -> PreparedFile:
    """One file looked at."""
    name = rules.kept_name(given.name)
    found = inspect(name, given.content, terms.file_formats, terms.max_file_mb * rules.MEGABYTE)
    if found.problem:
        return PreparedFile(name, problem=found.problem)
    return PreparedFile(name, given.content, found.media_type)


def _too_many(name: str, most: int) -> PreparedFile:
    kept = rules.kept_name(name)
    said = words("“%(name)s” was not added: choose at most %(most)s files at once.", name=kept, most=most)
    return PreparedFile(kept, problem=said)
