"""The codes of an authenticator app."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pyotp
import pytest

from portal.accounts.sealing import Sealer
from portal.secondstep import totp

AT = datetime(2026, 11, 18, 10, 0, 7, tzinfo=UTC)
SECRET = totp.new_secret(bytes(range(20)))


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


def test_secret_to_set_up_belongs_to_the_session_and_to_what_it_replaces() -> None:
    sealer, session = Sealer("k" * 40), uuid4()
    secrets = [
        totp.secret_to_set_up(sealer, sealed, at)
        for sealed, at in ((None, session), (None, session), ("sealed", session), (None, uuid4()))
    ]
    assert secrets[0] == secrets[1]
    assert len(set(secrets)) == 3
