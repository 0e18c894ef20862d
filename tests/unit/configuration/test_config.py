from pathlib import Path

import pytest

from config import Config, ConfigurationError, Mode

PRODUCTION = {
    "PORTAL_MODE": "production",
    "SECRET_KEY": "k" * 40,
    "KEY_SECRET": "s" * 40,
    "PUBLIC_ADDRESS": "https://mark.example",
    "SMTP_URL": "smtp://mail.example:25",
    "MAIL_FROM": "The Mark <mark@mark.example>",
}


def test_without_settings_it_is_a_demonstration_with_a_secret_of_its_own(tmp_path: Path) -> None:
    first = Config.from_environment({"INSTANCE_DIR": str(tmp_path)})
    again = Config.from_environment({"INSTANCE_DIR": str(tmp_path)})
    elsewhere = Config.from_environment({"INSTANCE_DIR": str(tmp_path / "other")})
    assert first.mode is Mode.DEMONSTRATION
    assert first.secret_key == again.secret_key != elsewhere.secret_key


def test_a_complete_production_configuration_starts(tmp_path: Path) -> None:
    config = Config.from_environment({**PRODUCTION, "INSTANCE_DIR": str(tmp_path)})
    assert config.mode is Mode.PRODUCTION
    assert config.secure_cookies
    assert config.trusted_hosts == ("mark.example",)


@pytest.mark.parametrize("name", sorted(set(PRODUCTION) - {"PORTAL_MODE"}))
def test_production_refuses_to_start_without_a_setting_and_names_it(name: str, tmp_path: Path) -> None:
    given = {**PRODUCTION, "INSTANCE_DIR": str(tmp_path)}
    del given[name]
    with pytest.raises(ConfigurationError, match=name):
        Config.from_environment(given)


@pytest.mark.parametrize("name", ["SECRET_KEY", "KEY_SECRET"])
@pytest.mark.parametrize("secret", ["short", "change-me-please-this-is-long-enough-for-it"])
def test_production_refuses_a_short_or_sample_secret(secret: str, name: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=f"{name} is the sample"):
        Config.from_environment({**PRODUCTION, name: secret, "INSTANCE_DIR": str(tmp_path)})


def test_production_refuses_one_secret_for_cookies_and_for_keys(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="KEY_SECRET is the same as SECRET_KEY"):
        Config.from_environment({**PRODUCTION, "KEY_SECRET": "k" * 40, "INSTANCE_DIR": str(tmp_path)})


def test_settings_that_are_printed_show_no_key_secret(tmp_path: Path) -> None:
    assert "s" * 40 not in repr(Config.from_environment({**PRODUCTION, "INSTANCE_DIR": str(tmp_path)}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "k" * 40),
        ("KEY_SECRET", "s" * 40),
        ("SMTP_URL", "smtp://mail.example:25"),
        ("TRUSTED_HOSTS", "mark.example"),
        ("PUBLIC_ADDRESS", "https://mark.example"),
    ],
)
def test_a_demonstration_refuses_what_belongs_to_production(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=name):
        Config.from_environment({name: value, "INSTANCE_DIR": str(tmp_path)})


def test_a_port_that_is_no_number_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="PORT"):
        Config.from_environment({"PORT": "http", "INSTANCE_DIR": str(tmp_path)})


def test_an_unknown_mode_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="PORTAL_MODE"):
        Config.from_environment({"PORTAL_MODE": "live", "INSTANCE_DIR": str(tmp_path)})


def test_virus_scanner_is_used_where_its_address_is_set_and_nowhere_else(tmp_path: Path) -> None:
    assert Config.from_environment({"INSTANCE_DIR": str(tmp_path)}).clamd_address == ""
    given = {"INSTANCE_DIR": str(tmp_path), "CLAMD_ADDRESS": " /run/clamav/clamd.ctl "}
    assert Config.from_environment(given).clamd_address == "/run/clamav/clamd.ctl"


@pytest.mark.parametrize(
    ("given", "opened"),
    [({}, False), ({"LINK_CHECKS": "on"}, True), (PRODUCTION, True), ({**PRODUCTION, "LINK_CHECKS": "off"}, False)],
)
def test_links_are_opened_in_production_unless_it_is_said_otherwise(
    given: dict[str, str], opened: bool, tmp_path: Path
) -> None:
    assert Config.from_environment({**given, "INSTANCE_DIR": str(tmp_path)}).link_checks is opened


def test_link_checks_that_are_neither_on_nor_off_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="LINK_CHECKS"):
        Config.from_environment({"LINK_CHECKS": "yes", "INSTANCE_DIR": str(tmp_path)})
