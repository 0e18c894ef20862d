"""The settings of one installation: read once from the environment, then frozen. Nothing else reads the environment."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
SHORTEST_SECRET = 32
# The database keeps it with each draw.
MOST_TO_ONE = 1_000_000_000
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
# The one signs cookies, the other opens the keys that certificates and credentials are signed with.
SECRETS = ("SECRET_KEY", "KEY_SECRET")
SAMPLE_SECRET = "change-me"  # noqa: S105 # the placeholder in .env.example, refused below


class Mode(StrEnum):
    """DEMONSTRATION offers sign-in as invented people and sends no email; PRODUCTION has neither."""

    DEMONSTRATION = "demonstration"
    PRODUCTION = "production"


class ConfigurationError(Exception):
    """The installation cannot start; the message says which settings to mend."""


@dataclass(frozen=True)
class Config:
    """Everything that differs between one installation and another."""

    mode: Mode
    secret_key: str
    secret_key_fallbacks: tuple[str, ...]
    database_url: str
    instance: Path
    public_address: str
    trusted_hosts: tuple[str, ...]
    port: int
    proxies: int
    smtp_url: str
    mail_from: str
    clamd_address: str = ""
    link_checks: bool = False
    second_review_one_in: int = 5
    key_secret: str = field(default="", repr=False)

    @property
    def demonstration(self) -> bool:
        """Whether invented people may sign in with one click and email goes to a mailbox page."""
        return self.mode is Mode.DEMONSTRATION

    @property
    def contact(self) -> str:
        """The address that people can write to: the one that emails come from."""
        return parseaddr(self.mail_from)[1]

    @property
    def secure_cookies(self) -> bool:
        """Whether cookies travel over https only."""
        return self.public_address.startswith("https://")

    @property
    def uploads(self) -> Path:
        """The folder of uploaded files."""
        return self.instance / "uploads"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Config":
        """The settings named in .env.example. Raises ConfigurationError, which names every setting that is wrong."""
        given = os.environ if environment is None else environment
        instance = Path(given.get("INSTANCE_DIR") or ROOT / "instance").resolve()
        mode = _mode(given)
        real = mode is Mode.PRODUCTION
        port = _whole_number(given, "PORT", 5000)
        return cls(
            mode=mode,
            secret_key=given["SECRET_KEY"]
            if mode is Mode.PRODUCTION
            else _own_secret(instance, "demonstration-secret"),
            secret_key_fallbacks=tuple(given.get("SECRET_KEY_FALLBACKS", "").split()),
            database_url=given.get("DATABASE_URL") or f"sqlite:///{instance / 'portal.db'}",
            instance=instance,
            public_address=(given.get("PUBLIC_ADDRESS") or f"http://127.0.0.1:{port}").rstrip("/"),
            trusted_hosts=tuple(given.get("TRUSTED_HOSTS", "").split()) or _own_hosts(given),
            port=port,
            proxies=_whole_number(given, "PROXIES", 0),
            smtp_url=given.get("SMTP_URL", ""),
            mail_from=given.get("MAIL_FROM", "Social Media Friendly Mark <mark@localhost>"),
            clamd_address=given.get("CLAMD_ADDRESS", "").strip(),
            link_checks=_on_or_off(given, "LINK_CHECKS", default=real),
            second_review_one_in=_one_in(given),
            key_secret=given["KEY_SECRET"] if real else _own_secret(instance, "demonstration-key-secret"),
        )


def _mode(given: Mapping[str, str]) -> Mode:
    named = given.get("PORTAL_MODE", Mode.DEMONSTRATION)
    if named not in set(Mode):
        raise ConfigurationError(f"PORTAL_MODE is {named!r}: say 'production' or 'demonstration'.")
    faults = _production_faults(given) if named == Mode.PRODUCTION else _demonstration_faults(given)
    if faults:
        raise ConfigurationError(f"The portal cannot start in {named} mode:\n" + "\n".join(f"  - {f}" for f in faults))
    return Mode(named)


def _production_faults(given: Mapping[str, str]) -> list[str]:
    faults = []
    for name in SECRETS:
        secret = given.get(name, "")
        if not secret:
            faults.append(f"{name} is missing: set a random text of 32 characters or more.")
        elif SAMPLE_SECRET in secret or len(secret) < SHORTEST_SECRET:
            faults.append(f"{name} is the sample or too short: set a random text of 32 characters or more.")
    if given.get("KEY_SECRET") and given["KEY_SECRET"] == given.get("SECRET_KEY"):
        faults.append("KEY_SECRET is the same as SECRET_KEY: set another, so that who learns one cannot use the other.")
    if not given.get("PUBLIC_ADDRESS", "").startswith("https://"):
        faults.append("PUBLIC_ADDRESS is missing or not https: set the address that is printed on certificates.")
    if not given.get("SMTP_URL"):
        faults.append("SMTP_URL is missing: set the mail server, such as smtp+starttls://user:password@host:587.")
    if "@" not in given.get("MAIL_FROM", ""):
        faults.append("MAIL_FROM is missing: set the address that emails come from.")
    return faults


def _demonstration_faults(given: Mapping[str, str]) -> list[str]:
    # One of these means that real people may be near: a portal that lets anyone sign in as anyone must not start.
    faults = [
        f"{name} belongs to a production configuration: set PORTAL_MODE=production, or remove it."
        for name in (*SECRETS, "SMTP_URL", "TRUSTED_HOSTS")
        if given.get(name)
    ]
    host = urlsplit(given.get("PUBLIC_ADDRESS", "http://localhost")).hostname
    if host not in ("127.0.0.1", "localhost", "::1"):
        faults.append("PUBLIC_ADDRESS is not this machine: set PORTAL_MODE=production, or remove it.")
    return faults


def _own_hosts(given: Mapping[str, str]) -> tuple[str, ...]:
    host = urlsplit(given.get("PUBLIC_ADDRESS", "")).hostname
    return (host,) if host and host not in LOOPBACK else LOOPBACK


def _whole_number(given: Mapping[str, str], name: str, default: int) -> int:
    text = given.get(name) or str(default)
    if not text.isdecimal():
        raise ConfigurationError(f"{name} is {text!r}: set a whole number.")
    return int(text)


def _one_in(given: Mapping[str, str]) -> int:
    one_in = _whole_number(given, "SECOND_REVIEW_ONE_IN", 5)
    if not 1 <= one_in <= MOST_TO_ONE:
        raise ConfigurationError(f"SECOND_REVIEW_ONE_IN is {one_in}: set a number from 1 to {MOST_TO_ONE}.")
    return one_in


def _on_or_off(given: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = given.get(name) or ("on" if default else "off")
    if text not in ("on", "off"):
        raise ConfigurationError(f"{name} is {text!r}: say 'on' or 'off'.")
    return text == "on"


def _own_secret(instance: Path, name: str) -> str:
    """A secret of this machine's own, kept beside its database under this name: none is in the repository."""
    kept = instance / name
    if not kept.exists():
        instance.mkdir(parents=True, exist_ok=True)
        kept.write_text(secrets.token_urlsafe(48))
        kept.chmod(0o600)
    return kept.read_text()
