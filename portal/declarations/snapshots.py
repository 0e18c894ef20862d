"""The frozen copy of an application: what was sent, what is signed, what the LGA checks and reviews.

Canonical JSON in UTF-8, keys sorted, no spaces, so that the same content always has the same SHA-256.
"""

import hashlib
import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class CopiedEvidence:
    """One piece of evidence. ``sha256`` is that of a file's bytes, which the file store keeps; empty for a link.

    ``look_at`` says which page or part to look at; copies that were frozen before it was asked for do not have it.
    """

    id: str
    kind: str
    shown: str
    note: str
    sha256: str
    look_at: str = ""


@dataclass(frozen=True)
class CopiedAnswer:
    """What the council says on one criterion; ``revision`` is the version of the answer, 0 where there is none."""

    criterion: str
    revision: int
    self_score: int | None
    not_applicable: bool
    statement: str
    evidence: tuple[CopiedEvidence, ...]


@dataclass(frozen=True)
class CopiedPresence:
    """What the council says of itself for the register; domains and accounts one a line."""

    domains: str
    accounts: str
    promise_address: str
    summary: str


@dataclass(frozen=True)
class Copy:
    """A whole application. ``edition`` is the edition's hash, ``statement`` the version of the words to be signed."""

    reference: str
    council: str
    edition: str
    statement: str
    presence: CopiedPresence
    answers: tuple[CopiedAnswer, ...]


class Altered(Exception):
    """The stored copy is not what its hash says: somebody has changed the database by hand."""


def freeze(copy: Copy) -> tuple[bytes, str]:
    """The canonical bytes of a copy and their SHA-256 in hexadecimal."""
    stored = json.dumps(asdict(copy), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return stored, hashlib.sha256(stored).hexdigest()


def thaw(stored: bytes, sha256: str) -> Copy:
    """The copy in the bytes. Raises Altered where the hash does not fit."""
    if hashlib.sha256(stored).hexdigest() != sha256:
        raise Altered(sha256)
    read = json.loads(stored)
    answers = tuple(
        CopiedAnswer(**{**answer, "evidence": tuple(CopiedEvidence(**item) for item in answer["evidence"])})
        for answer in read.pop("answers")
    )
    return Copy(**{**read, "presence": CopiedPresence(**read["presence"]), "answers": answers})
