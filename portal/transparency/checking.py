"""Is the log whole, is it what was signed, and does it say what the register says? Each fault is a sentence."""

import base64
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
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
from portal.keys.queries import public_keys
from portal.keys.states import Purpose
from portal.transparency import queries, rules
from portal.transparency.rules import Decided

_STATES = frozenset({Decided.AWARDED, *rules.OF_STATE.values()})
_EXTENSIONS = frozenset({Decided.EXTENDED, Decided.SHORTENED})
_COMPARED = ("event", "on", "note", "reason_type", "replaced_by")


def faults(session: Session) -> tuple[Words, ...]:
    """Everything that is wrong with the portal's own log; none where it is whole, as signed, and as the register is."""
    own = tuple(queries.lines(session))
    return (*rules.chain_problems(own), *_heads(session, own, queries.heads(session)), *_register(session, own))


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
    keys = {key.name: key.public for key in public_keys(session) if key.purpose is Purpose.PROOF}
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
        if [each["on"] for each in about if each["event"] in _EXTENSIONS] != extensions[award.id]:
            yield words(
                "%(number)s: the log and the register differ about how long the award holds.", number=award.number
            )
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


def _extensions(session: Session) -> dict[UUID, list[str]]:
    rows = session.execute(
        select(AwardExtension.award_id, AwardExtension.from_on).order_by(AwardExtension.award_id, AwardExtension.place)
    )
    found: dict[UUID, list[str]] = defaultdict(list)
    for award_id, from_on in rows:
        found[award_id].append(from_on.isoformat())
    return found
