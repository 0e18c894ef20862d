"""Is the log whole, is it what was signed, and does it say what the register says? Each fault is a sentence."""

import base64
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import zip_longest
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.awards.models import AwardExtension
from portal.awards.queries import AwardRecord, awards
from portal.kernel.words import Words, words
from portal.keys.queries import every_key
from portal.keys.states import Purpose
from portal.transparency import queries, rules
from portal.transparency.rules import Decided

_STATES = frozenset({Decided.AWARDED, *rules.OF_STATE.values()})
_EXTENSIONS = frozenset({Decided.EXTENDED, Decided.SHORTENED})
# A head is signed each day; one that is a day late may be waiting for a restart.
SIGNED_WITHIN = timedelta(days=2)
_COMPARED = ("event", "on", "note", "reason_type", "replaced_by")


def faults(session: Session, now: datetime) -> tuple[Words, ...]:
    """Everything that is wrong with the portal's own log; none where it is whole, as signed, and as the register is."""
    kept = tuple(queries.kept_lines(session))
    own = tuple(line for _place, line, _sha256 in kept)
    return (
        *rules.chain_problems(own),
        *_beside(session, kept, now),
        *_heads(session, own, queries.heads(session)),
        *_register(session, own),
    )


def _beside(session: Session, kept: Sequence[tuple[int, str, str]], now: datetime) -> Iterator[Words]:
    """Yield where what is kept beside lines and heads, and shown or signed next, is not what they say."""
    for place, line, sha256 in kept:
        if rules.hash_of(line) != sha256:
            yield words("Line %(place)s is kept beside a hash that is not its own.", place=place)
    heads = queries.kept_heads(session)
    for head, document in heads:
        if f'"day":"{head.day}","entries":{head.entries},"head":"{head.sha256}"' not in document:
            yield words("What is kept beside the head of %(day)s is not what the head says.", day=head.day.isoformat())
    covered = max((head.entries for head, _document in heads), default=0)
    said = next((rules.read_line(line) for place, line, _sha256 in kept if place > covered), None)
    if said and str(said.get("at")) < (now - SIGNED_WITHIN).strftime("%Y-%m-%dT%H:%M:%SZ"):
        yield words(
            "No signed head covers line %(place)s, which is of %(at)s: either nothing signs, or heads were removed.",
            place=covered + 1,
            at=str(said.get("at")),
        )


def faults_of_copy(session: Session, copy: Sequence[str], heads: Sequence[str]) -> tuple[Words, ...]:
    """Everything that is wrong with a downloaded copy, kept heads beside it: in itself, and beside the log of today."""
    own = tuple(queries.lines(session))
    found = [*rules.chain_problems(copy), *_heads(session, copy, heads)]
    for place, (theirs, ours) in enumerate(zip_longest(copy, own), 1):
        if theirs is None:
            break
        if theirs != ours:
            found.append(words("Line %(place)s of the copy is not what the portal’s log says today.", place=place))
            break
    return (*found, *_heads(session, own, heads))


def _heads(session: Session, lines: Sequence[str], documents: Sequence[str]) -> Iterator[Words]:
    # A head by a key that is not trusted any more is still held against the log itself.
    keys = {key.name: key.public for key in every_key(session) if key.purpose is Purpose.PROOF}
    hashes = {place: rules.hash_of(line) for place, line in enumerate(lines, 1)}
    for document in documents:
        try:
            said = json.loads(document)
            day, entries, head = str(said["day"]), int(said["entries"]), str(said["head"])
        except (KeyError, TypeError, ValueError):
            yield words("This is not a signed head of the log: %(start)s", start=document[:60])
            continue
        if not _is_signed(said, keys):
            yield words("The head of %(day)s does not bear the scheme’s signature.", day=day)
        yield from rules.head_problems(day, entries, head, hashes)


def _is_signed(said: Mapping[str, object], keys: Mapping[str, bytes]) -> bool:
    public = keys.get(str(said.get("key", "")).rpartition("#")[2])
    key = load_der_public_key(public) if public else None
    if not isinstance(key, Ed25519PublicKey):
        return False
    content = rules.canonical({name: value for name, value in said.items() if name != "signature"})
    try:
        signature = base64.urlsafe_b64decode(str(said.get("signature", "")) + "==")
        key.verify(signature, content.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def _register(session: Session, lines: Sequence[str]) -> Iterator[Words]:
    """Yield where the log and the register tell different histories of an award."""
    told: dict[str, list[Mapping[str, object]]] = defaultdict(list)
    for line in lines:
        said = rules.read_line(line)
        if said is not None:
            told[str(said.get("award"))].append(said)
    extensions = _extensions(session)
    for award in awards(session):
        about = told.pop(award.number, [])
        yield from _states(award, [each for each in about if each["event"] in _STATES])
        if not _same_extensions(award, [each for each in about if each["event"] in _EXTENSIONS], extensions[award.id]):
            yield words(
                "%(number)s: the log and the register differ about how long the award holds.", number=award.number
            )
        if about:
            yield from _as_awarded(award, about[0])
        if about and award.commendation != about[-1]["commendation"]:
            yield words("%(number)s: the log and the register differ about the commendation.", number=award.number)
        if about and award.valid_until.isoformat() > max(str(each["until"]) for each in about):
            yield words("%(number)s: the register says a later last day than the log.", number=award.number)
    for number in sorted(told):
        yield words("%(number)s: the log has this award, the register has not.", number=number)


def _states(award: AwardRecord, told: Sequence[Mapping[str, object]]) -> Iterator[Words]:
    expected = [
        {
            "event": Decided.AWARDED if place == 0 else rules.OF_STATE[change.state],
            "on": change.from_on.isoformat(),
            "note": change.public_note or None,
            "reason_type": change.reason_type,
            "replaced_by": change.replaced_by,
        }
        for place, change in enumerate(award.facts.changes)
    ]
    for said, known in zip_longest(told, expected):
        if said is None or known is None or any(said[name] != known[name] for name in _COMPARED):
            yield words(
                "%(number)s: the register says “%(register)s”, the log says “%(log)s”.",
                number=award.number,
                register=_in_short(known),
                log=_in_short(said),
            )
            return


def _in_short(said: Mapping[str, object] | None) -> str:
    if said is None:
        return "nothing"
    return " ".join(str(said[name]) for name in _COMPARED if said[name])


def _as_awarded(award: AwardRecord, said: Mapping[str, object]) -> Iterator[Words]:
    """Yield where the register says otherwise than the award's first line what no decision changes afterwards."""
    if said["council_slug"] != award.council_slug:
        yield words(
            "%(number)s: the register says that it is the award of %(register)s, the log says of %(log)s.",
            number=award.number,
            register=award.council_slug,
            log=str(said["council_slug"]),
        )
    if said["on"] != award.starts_on.isoformat():
        yield words("%(number)s: the register says another first day than the log.", number=award.number)
    if not _is_last_day(award, said, award.facts.ends_on):
        yield words("%(number)s: the register says another last day than the log.", number=award.number)


def _same_extensions(award: AwardRecord, told: Sequence[Mapping[str, object]], known: Sequence[AwardExtension]) -> bool:
    return len(told) == len(known) and all(
        said["on"] == one.from_on.isoformat() and _is_last_day(award, said, max(award.facts.ends_on, one.until))
        for said, one in zip(told, known, strict=True)
    )


def _is_last_day(award: AwardRecord, said: Mapping[str, object], ends_on: date) -> bool:
    """Whether a line names this last day, or that of the council itself, which may have become known since."""
    known = (ends_on, award.facts.council_last_day)
    return said["until"] in [day.isoformat() for day in known if day is not None]


def _extensions(session: Session) -> dict[UUID, list[AwardExtension]]:
    found: dict[UUID, list[AwardExtension]] = defaultdict(list)
    for row in session.scalars(select(AwardExtension).order_by(AwardExtension.award_id, AwardExtension.place)):
        found[row.award_id].append(row)
    return found
