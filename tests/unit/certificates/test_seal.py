"""What there is of our seal in a file, whatever has been done to it."""

import asyncio
import random
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import pytest

from portal.certificates.render import certificate_pdf
from portal.certificates.seal import SealState, seal_in, sealed
from portal.keys.material import new_private_key, public_part
from portal.keys.states import Purpose
from tests.factories.certificates import PAGE, seal_key
from tests.factories.keys import MADE_AT

FUZZED = 300


@cache
def made() -> bytes:
    return sealed(certificate_pdf(PAGE), seal_key(), MADE_AT)


@cache
def ours() -> tuple[bytes, ...]:
    """The public part of the key that seals, after one that was retired."""
    return public_part(new_private_key(Purpose.SEAL)), public_part(seal_key().private)


def test_seal_of_a_document_as_it_was_made_is_intact() -> None:
    assert seal_in(made(), ours()) is SealState.INTACT
    # Some mail programs end every file with a line break.
    assert seal_in(made() + b"\r\n", ours()) is SealState.INTACT


def test_seal_is_made_where_a_loop_of_events_runs_and_says_the_time_of_the_portal() -> None:
    async def seal() -> bytes:
        return sealed(certificate_pdf(PAGE), seal_key(), MADE_AT)

    # In a thread of its own: where the journeys' browser is open, a loop runs in this one already.
    with ThreadPoolExecutor(1) as elsewhere:
        document = elsewhere.submit(lambda: asyncio.run(seal())).result()
    assert seal_in(document, ours()) is SealState.INTACT
    assert document.count(rb"/M (D\07220190102100000Z)") == 1


def test_seal_of_somebody_else_is_none_of_ours() -> None:
    assert seal_in(made(), ours()[:1]) is SealState.NONE


@pytest.mark.parametrize("where", [20, 9000, -40])
def test_one_changed_byte_breaks_the_seal(where: int) -> None:
    changed = bytearray(made())
    changed[where] ^= 1
    assert seal_in(bytes(changed), ours()) is SealState.BROKEN


def test_anything_after_the_sealed_part_is_noticed() -> None:
    assert seal_in(made() + b"1 0 obj <<>> endobj", ours()) is SealState.ADDED_TO


def test_anything_before_the_sealed_part_is_noticed() -> None:
    moved = b"%PDF-1.7\n"
    ranges = made()[made().index(b"/ByteRange") :].split(b"]")[0].split(b"[")[1]
    start, before, after, rest = map(int, ranges.split())
    shifted = b"[%d %d %d %d]" % (len(moved), before, after + len(moved), rest)
    # The range is itself part of what is sealed: rewritten, it vouches for nothing.
    changed = moved + made().replace(b"[" + ranges + b"]", shifted.ljust(len(ranges) + 2), 1)
    assert (start, seal_in(changed, ours())) == (0, SealState.BROKEN)


def test_seal_taken_from_a_real_document_into_another_is_broken() -> None:
    taken = made()[made().rindex(b"/Contents") :]
    assert seal_in(b"%PDF-1.7 " + b"x" * (len(made()) - len(taken) - 9) + taken, ours()) is SealState.BROKEN


def test_damaged_seals_never_raise() -> None:
    chance = random.Random(7)  # noqa: S311 - the same damage each time
    begin = made().rindex(b"/Contents")
    end = made().index(b"]", made().rindex(b"/ByteRange"))
    found = set()
    for _ in range(FUZZED):
        changed = bytearray(made())
        for _change in range(chance.randint(1, 8)):
            changed[chance.randrange(begin, end)] = chance.choice(b"0123456789abcdef[ ]<>")
        found.add(seal_in(bytes(changed), ours()))
    # Where only the zeros after the seal are touched, it is as it was.
    assert found == {SealState.NONE, SealState.BROKEN, SealState.INTACT}
