import hashlib

import pytest

from portal.declarations import snapshots
from portal.declarations.snapshots import CopiedAnswer, CopiedEvidence, CopiedPresence, Copy

COPY = Copy(
    reference="APP-7KQ-3MW",
    council="Cyngor Sir Ynys Môn, “=cmd”",
    edition="e" * 64,
    statement="2026-1",
    presence=CopiedPresence("example.gov.uk", "https://social.example/@ŵ\nhttps://other.example", "", "שלום 🙂"),
    answers=(
        CopiedAnswer(
            "INF-1", 3, 2, False, "We post,\nevery day.", (CopiedEvidence("1", "link", "https://a", "n", ""),)
        ),
        CopiedAnswer("INF-2", 0, None, True, "", ()),
    ),
)


def test_copy_thawed_is_the_copy_that_was_frozen() -> None:
    stored, sha256 = snapshots.freeze(COPY)
    assert snapshots.thaw(stored, sha256) == COPY


def test_hash_is_that_of_the_stored_bytes() -> None:
    stored, sha256 = snapshots.freeze(COPY)
    assert sha256 == hashlib.sha256(stored).hexdigest()


def test_stored_form_is_canonical_for_ever() -> None:
    # These bytes are in databases: a change here makes old signatures unreadable.
    stored, _sha256 = snapshots.freeze(Copy("R", "C", "E", "S", CopiedPresence("d", "a", "p", "ŵ"), ()))
    assert stored.decode() == (
        '{"answers":[],"council":"C","edition":"E","presence":{"accounts":"a","domains":"d","promise_address":"p",'
        '"summary":"ŵ"},"reference":"R","statement":"S"}'
    )


def test_altered_copy_is_refused() -> None:
    stored, sha256 = snapshots.freeze(COPY)
    with pytest.raises(snapshots.Altered):
        snapshots.thaw(stored.replace(b"every day", b"each week"), sha256)
