"""When the verifiers of credentials are installed, or left alone."""

import pytest

from tests.ready import install_verifiers
from tests.unit.bootstrap.fakes import FakeSystem


@pytest.fixture
def locked(system: FakeSystem) -> FakeSystem:
    folder = system.root / "tests/verifiers"
    folder.mkdir(parents=True)
    (folder / "package-lock.json").write_text("{}", encoding="utf-8")
    return system


def test_verifiers_are_installed_once_and_again_when_their_lock_changes(locked: FakeSystem) -> None:
    install_verifiers(locked.machine())
    install_verifiers(locked.machine())
    assert locked.done() == ["npm"]
    (locked.root / "tests/verifiers/package-lock.json").write_text("{ }", encoding="utf-8")
    install_verifiers(locked.machine())
    assert locked.done() == ["npm"]


def test_verifiers_that_cannot_be_installed_end_with_a_sentence_and_are_tried_again(locked: FakeSystem) -> None:
    locked.failing.add("npm")
    with pytest.raises(SystemExit, match="Could not install the verifiers of credentials"):
        install_verifiers(locked.machine())
    locked.failing.clear()
    install_verifiers(locked.machine())
    assert locked.done() == ["npm", "npm"]
