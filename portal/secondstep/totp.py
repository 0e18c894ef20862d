"""The codes of an authenticator app, and the picture that sets one up."""

import base64
from datetime import datetime
from uuid import UUID

import pyotp
import segno
from pyotp.exceptions import OTPVerificationError

from portal.accounts.sealing import Sealer

ISSUER = "Social Media Friendly Mark"
# A clock that is half a minute wrong, either way.
WINDOW = 1


def new_secret(randomness: bytes) -> str:
    """The secret made of these 20 bytes, as an authenticator app takes it."""
    return base64.b32encode(randomness).decode()


def secret_to_set_up(sealer: Sealer, sealed: str | None, session_id: UUID) -> str:
    """The secret of a new app in place of the one that is kept ``sealed``, if any.

    It belongs to this session, so that no page has to save it before the app has proved that it knows it.
    """
    return new_secret(sealer.bytes_for("new app", str(session_id), sealed or ""))


def step_of(secret: str, typed: str, at: datetime) -> int | None:
    """The number of the half-minute whose code was typed; None where it is not one near ``at``."""
    try:
        return pyotp.TOTP(secret).verify_and_get_timecode(typed, for_time=at, valid_window=WINDOW)
    except OTPVerificationError:
        return None


def picture(secret: str, email: str) -> str:
    """A QR code for an authenticator app, as an SVG element to put into a page."""
    address = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)
    return segno.make(address, error="m", micro=False).svg_inline(scale=5, border=4, light="#fff")


def spoken(secret: str) -> str:
    """The secret in groups of four, for somebody who types it."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
