"""A certificate as a file that somebody was given: is it as we issued it? Nothing in it is drawn, opened or kept."""

import re
import zlib
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.awards.models import Award
from portal.awards.verdicts import Outcome, Verdict
from portal.certificates.models import Certificate
from portal.certificates.seal import SealState, seal_in
from portal.kernel.clock import day_of
from portal.kernel.references import award_number_from
from portal.kernel.words import words
from portal.keys.queries import public_keys
from portal.keys.states import Purpose

# Ours have 40 KB; a copy that another program has saved may have more.
LARGEST = 8 * 1024 * 1024
# Readers of PDF look for this within the first kilobyte.
_PDF, _PDF_BEGINS_WITHIN = b"%PDF-", 1024
# How much of a file is unpacked to look for a number in it, and in how many pieces.
UNPACKED, PIECES, NUMBERS = 1024 * 1024, 40, 20
# What only looks like a number is worked out in vain.
LOOKED_AT = 1_000
_NUMBER = re.compile(rb"(?<![0-9A-Za-z])[0-9A-Z]{4}-[0-9A-Z]{5}(?![0-9A-Za-z])")
_STREAM = re.compile(rb"stream\r?\n")


def verify(session: Session, content: bytes, _day: date) -> Verdict:
    """Whether the file is a certificate as it was issued. Never raises, whatever the file is."""
    if len(content) > LARGEST:
        return Verdict(Outcome.UNREADABLE, words("This file is too large to be a certificate of ours."))
    if _PDF not in content[:_PDF_BEGINS_WITHIN]:
        return Verdict(
            Outcome.UNREADABLE,
            words("This is not a PDF, so it is not a certificate as we issue it. Check the number instead."),
        )
    if kept := _as_issued(session, content):
        return kept
    number = _number_in(session, content)
    keys = [key.public for key in public_keys(session) if key.purpose is Purpose.SEAL]
    return _otherwise(seal_in(content, keys), number)


def _as_issued(session: Session, content: bytes) -> Verdict | None:
    row = session.execute(
        select(Award.number, Certificate.issue, Certificate.issued_at, Certificate.superseded_reason)
        .join(Certificate, Certificate.award_id == Award.id)
        # Some mail programs end every file with a line break of their own.
        .where(Certificate.sha256.in_([sha256(same).hexdigest() for same in (content, content.rstrip() + b"\n")]))
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    said = {"number": row.number, "day": day_of(row.issued_at)}
    if row.superseded_reason:
        told = words(
            "This is certificate %(number)s as we issued it on %(day)s. A newer issue has taken its place because: "
            "%(reason)s",
            reason=row.superseded_reason,
            **said,
        )
        return Verdict(Outcome.SUPERSEDED, told, row.number)
    return Verdict(
        Outcome.GENUINE,
        words("This is certificate %(number)s, exactly as we issued it on %(day)s.", **said),
        row.number,
    )


def _otherwise(seal: SealState, number: str) -> Verdict:
    if seal in (SealState.BROKEN, SealState.ADDED_TO):
        told = words(
            "This file was changed after we sealed it. Do not rely on what it says: open the certificate from our "
            "register instead."
        )
        return Verdict(Outcome.CHANGED, told, number)
    if seal is SealState.INTACT:
        told = words(
            "This file has our seal, but we have no record of issuing it. Do not rely on it, and please tell us where "
            "you have it from."
        )
        return Verdict(Outcome.NOT_OURS, told, number)
    if number:
        told = words(
            "This file names certificate %(number)s but is not the document that we issued: our seal is missing. "
            "Another program may have saved it again, or somebody else made it. Open the certificate from our register "
            "instead.",
            number=number,
        )
        return Verdict(Outcome.CHANGED, told, number)
    told = words("This PDF has no seal of ours and names no certificate of ours. We did not issue it as it is.")
    return Verdict(Outcome.NOT_OURS, told)


def _number_in(session: Session, content: bytes) -> str:
    """The number of an award of ours that stands in the file; empty where none is found without much searching."""
    seen: dict[str, None] = {}
    for piece in _pieces(content):
        for match in islice(_NUMBER.finditer(piece), LOOKED_AT):
            number = award_number_from(match.group().decode())
            if number:
                seen.setdefault(number)
            if len(seen) == NUMBERS:
                break
    known = set(session.scalars(select(Award.number).where(Award.number.in_(seen)))) if seen else set()
    return next((number for number in seen if number in known), "")


def _pieces(content: bytes) -> Iterator[bytes]:
    """The file itself, and its compressed parts as far as the limits go: in letters of one byte or of two."""
    yield content.replace(b"\0", b"")
    left = UNPACKED
    for _count, match in zip(range(PIECES), _STREAM.finditer(content), strict=False):
        try:
            unpacked = zlib.decompressobj().decompress(content[match.end() : match.end() + left], left)
        except zlib.error:
            continue
        left -= len(unpacked)
        yield unpacked.replace(b"\0", b"")
        if left <= 0:
            return
