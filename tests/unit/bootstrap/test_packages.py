"""What happens when the operating system lacks something."""

import pytest

from portal.bootstrap import has_library, prepare
from tests.unit.bootstrap.fakes import FakeSystem


def test_missing_library_for_root_is_installed_after_an_update(system: FakeSystem) -> None:
    system.is_root, system.packages = True, {"python3-venv"}
    prepare(system.machine(), system.setup())
    assert system.commands[:2] == [
        "apt-get -q -o DPkg::Lock::Timeout=120 update",
        (
            "env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120 "
            "install -y --no-install-recommends libpango-1.0-0"
        ),
    ]
    assert system.done() == ["apt-get", "apt-get", "venv", "pip"]


def test_missing_library_for_others_ends_with_the_line_to_run(system: FakeSystem) -> None:
    system.packages = {"python3-venv"}
    with pytest.raises(SystemExit) as stopped:
        prepare(system.machine(), system.setup())
    # A sentence as the code of SystemExit goes to stderr, and the process ends with 1.
    assert stopped.value.code == (
        "This machine lacks libpango-1.0-0. On Debian or Ubuntu, run this once as root and start again:\n\n"
        "    apt-get update && apt-get install -y --no-install-recommends libpango-1.0-0\n\n"
        "On another system, install the packages that correspond to these."
    )
    assert system.done() == []


def test_bare_debian_gets_what_makes_environments_and_the_libraries_in_one_go(system: FakeSystem) -> None:
    system.is_root, system.packages = True, set()
    prepare(system.machine(), system.setup())
    assert system.commands[1].endswith("install -y --no-install-recommends python3-venv libpango-1.0-0")
    assert system.done() == ["apt-get", "apt-get", "venv", "pip"]


def test_what_makes_environments_is_not_asked_for_once_there_is_one(system: FakeSystem) -> None:
    prepare(system.machine(), system.setup())
    system.done()
    system.packages.remove("python3-venv")
    prepare(system.machine(), system.setup())
    assert system.done() == []


def test_library_that_goes_away_after_the_first_start_is_noticed_at_the_next(system: FakeSystem) -> None:
    prepare(system.machine(), system.setup())
    system.packages.remove("libpango-1.0-0")
    with pytest.raises(SystemExit, match=r"This machine lacks libpango-1\.0-0\."):
        prepare(system.machine(), system.setup())


def test_package_that_apt_cannot_bring_ends_with_a_sentence(system: FakeSystem) -> None:
    system.is_root, system.packages, system.mirror = True, {"python3-venv"}, set()
    with pytest.raises(SystemExit, match=r"Could not install libpango-1\.0-0; the lines above say why\."):
        prepare(system.machine(), system.setup())
    assert system.done() == ["apt-get", "apt-get"]


def test_library_is_found_under_any_of_its_names() -> None:
    absent = "libthereisnosuchlibrary.so.0"
    assert (has_library(absent, "libc.so.6"), has_library("libc.so.6"), has_library(absent)) == (True, True, False)
