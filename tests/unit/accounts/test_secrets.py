"""What is kept of secrets, and the codes of an authenticator app."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from portal.accounts import totp
from portal.accounts.sealing import Sealer
from portal.kernel.errors import RuleBroken

KEY = "k" * 40
AT = datetime(2026, 11, 18, 10, 0, 7, tzinfo=UTC)
SECRET = totp.new_secret(bytes(range(20)))


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
    with pytest.raises(RuleBroken, match="Ask a scheme administrator"):
        Sealer("new" * 20).unseal(Sealer(KEY).seal("secret"))


def test_secret_is_160_bits_in_letters_that_an_app_takes() -> None:
    assert (len(SECRET), pyotp.TOTP(SECRET).byte_secret()) == (32, bytes(range(20)))
    assert totp.spoken("ABCDEFGHIJ") == "ABCD EFGH IJ"


@pytest.mark.parametrize(("offset", "found"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_code_belongs_to_the_half_minute_in_which_the_app_showed_it(offset: int, found: bool) -> None:
    step = int(AT.timestamp()) // 30 + offset
    code = pyotp.TOTP(SECRET).at(AT + timedelta(seconds=30 * offset))
    assert totp.step_of(SECRET, code, AT) == (step if found else None)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef"])
def test_what_is_no_code_belongs_to_no_half_minute(typed: str) -> None:
    assert totp.step_of(SECRET, typed, AT) is None


def test_picture_is_one_svg_element_without_script_or_style() -> None:
    drawn = totp.picture(SECRET, "siân@example.org")
    assert (drawn.startswith("<svg "), drawn.endswith("</svg>"), drawn.count("<svg")) == (True, True, 1)
    assert ("<script" in drawn, "style=" in drawn) == (False, False)
