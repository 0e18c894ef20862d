"""What is kept of secrets."""

import pytest

from portal.accounts.sealing import Sealer
from portal.kernel.errors import RuleBroken

KEY = "k" * 40


def test_hash_depends_on_the_key_and_on_where_one_part_ends() -> None:
    sealer = Sealer(KEY)
    hashes = {
        sealer.hash_of("code", "browser", "12345678"),
        sealer.hash_of("code", "browser1", "2345678"),
        sealer.hash_of("origin", "browser", "12345678"),
        Sealer("other" * 10).hash_of("code", "browser", "12345678"),
    }
    assert len(hashes) == 4
    assert Sealer(KEY).hash_of("code", "browser", "12345678") in hashes


def test_sealed_text_opens_with_its_key_and_after_the_key_has_changed() -> None:
    sealed = Sealer(KEY).seal("ŵ 🙂")
    assert "ŵ" not in sealed
    assert [Sealer(KEY).unseal(sealed), Sealer("new" * 20, (KEY,)).unseal(sealed)] == ["ŵ 🙂"] * 2


def test_sealed_text_stays_shut_without_its_key() -> None:
    with pytest.raises(RuleBroken, match="ask a scheme administrator"):
        Sealer("new" * 20).unseal(Sealer(KEY).seal("secret"))


def test_hash_made_under_an_earlier_key_is_found_while_that_key_is_known() -> None:
    before = Sealer(KEY).hash_of("recovery", "ABCD")
    changed = Sealer("new" * 20, (KEY,))
    assert changed.hash_of("recovery", "ABCD") != before
    assert changed.hashes_of("recovery", "ABCD") == (changed.hash_of("recovery", "ABCD"), before)
