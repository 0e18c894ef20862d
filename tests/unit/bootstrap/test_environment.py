"""When the virtual environment is made, filled, or left alone."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from portal.bootstrap import Plan, plan, prepare
from tests.unit.bootstrap.fakes import FakeSystem


def test_first_start_makes_the_environment_and_installs(system: FakeSystem) -> None:
    prepare(system.machine(), system.setup())
    assert system.done() == ["venv", "pip"]


def test_install_checks_every_file_against_its_hash(system: FakeSystem) -> None:
    prepare(system.machine(), system.setup())
    assert system.commands[-1] == (
        "python -m pip --disable-pip-version-check --no-input --quiet install --require-hashes -r requirements.txt"
    )


def test_second_start_runs_no_command_and_says_nothing(system: FakeSystem) -> None:
    prepare(system.machine(), system.setup())
    assert system.done() == ["venv", "pip"]
    system.said.clear()
    prepare(system.machine(), system.setup())
    assert (system.done(), system.said) == ([], [])


def test_changed_lock_installs_into_the_same_environment(system: FakeSystem) -> None:
    prepare(system.machine(), system.setup())
    system.done()
    (system.root / "requirements.txt").write_text("flask==3.1.4\n", encoding="utf-8")
    prepare(system.machine(), system.setup())
    assert system.done() == ["pip"]


def test_other_lock_installs_beside_the_first_and_both_stay_done(system: FakeSystem) -> None:
    prepare(system.machine(), system.setup())
    system.done()
    prepare(system.machine(), system.setup("requirements-dev.txt"))
    assert system.done() == ["pip"]
    prepare(system.machine(), system.setup())
    prepare(system.machine(), system.setup("requirements-dev.txt"))
    assert system.done() == []


def test_other_python_makes_the_environment_anew(system: FakeSystem) -> None:
    prepare(system.machine(), system.setup())
    assert plan(system.machine(python_version=(3, 12)), system.setup()) is Plan.REBUILD


def test_environment_whose_python_has_gone_is_made_anew(system: FakeSystem) -> None:
    prepare(system.machine(), system.setup())
    python = system.root / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to(system.root / "removed-by-an-upgrade")
    assert plan(system.machine(), system.setup()) is Plan.REBUILD


@pytest.mark.parametrize("settings", ["", "home = /usr/bin\n", "version = unknown\n", "version = 3\n"])
def test_environment_that_does_not_say_its_version_is_made_anew(system: FakeSystem, settings: str) -> None:
    prepare(system.machine(), system.setup())
    (system.root / ".venv" / "pyvenv.cfg").write_text(settings, encoding="utf-8")
    assert plan(system.machine(), system.setup()) is Plan.REBUILD


@pytest.mark.parametrize("interrupted", ["venv", "pip"])
def test_interrupted_start_begins_afresh_at_the_next(system: FakeSystem, interrupted: str) -> None:
    system.failing = {interrupted}
    with pytest.raises(SystemExit, match="the lines above say why"):
        prepare(system.machine(), system.setup())
    system.done()
    system.failing = set()
    prepare(system.machine(), system.setup())
    assert system.done() == ["venv", "pip"]
    assert plan(system.machine(), system.setup()) is Plan.NOTHING


def test_python_that_is_too_old_is_refused_before_anything_changes(system: FakeSystem) -> None:
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer; this is Python 3\.10\. Nothing was changed\."):
        prepare(system.machine(python_version=(3, 10)), system.setup())
    assert (system.done(), sorted(path.name for path in system.root.iterdir())) == (
        [],
        ["requirements-dev.txt", "requirements.txt"],
    )


def test_two_starts_at_once_install_once(system: FakeSystem) -> None:
    def run_slowly(command: Sequence[str]) -> int:
        time.sleep(0.05)
        return system.run(command)

    machine = replace(system.machine(), run=run_slowly)
    with ThreadPoolExecutor(2) as people:
        starts = [people.submit(prepare, machine, system.setup()) for _ in range(2)]
    assert [start.result() for start in starts] == [None, None]
    assert system.done() == ["venv", "pip"]
