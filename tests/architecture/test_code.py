"""What no file of the house does, read from its syntax tree."""

import pytest

from tests.architecture import checks
from tests.architecture.sources import ALL_FILES, PORTAL_FILES, RUNNING_FILES, read

ASSIGNS_STATES = "portal/audit/work.py"
READ_THE_ENVIRONMENT = frozenset({"config.py", "portal/bootstrap.py"})


@pytest.mark.parametrize("path", sorted(set(PORTAL_FILES) - {ASSIGNS_STATES}))
def test_only_the_work_unit_assigns_a_state(path: str) -> None:
    assert checks.state_assignments(read(path)) == []


def test_work_unit_assigns_a_state_when_it_adds_a_record_and_when_it_moves_one() -> None:
    assert len(checks.state_assignments(read(ASSIGNS_STATES))) == 2


@pytest.mark.parametrize("path", sorted(set(RUNNING_FILES) - READ_THE_ENVIRONMENT))
def test_only_the_configuration_reads_the_environment(path: str) -> None:
    assert checks.environment_reads(read(path)) == []


@pytest.mark.parametrize("path", ALL_FILES)
def test_nothing_catches_whatever_comes(path: str) -> None:
    assert checks.wide_excepts(read(path)) == []


@pytest.mark.parametrize("path", ALL_FILES)
def test_exception_from_a_tool_carries_its_code_and_a_reason(path: str) -> None:
    assert checks.unexplained_exceptions(read(path)) == []


@pytest.mark.parametrize("path", ALL_FILES)
def test_nothing_is_left_for_later(path: str) -> None:
    assert checks.left_for_later(read(path)) == []
