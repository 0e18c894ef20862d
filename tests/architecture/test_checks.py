"""The checks themselves, on lines that break the rule and on lines that look like it."""

import pytest

from tests.architecture import checks


@pytest.mark.parametrize(
    "line",
    [
        "award.state = AwardState.CURRENT",
        "award.state: AwardState = AwardState.CURRENT",
        "award.state += 1",
        "award.state, award.reason = state, reason",
        "for award.state in states: pass",
        "setattr(award, 'state', state)",
        "object.__setattr__(award, 'state', state)",
        "session.execute(update(Award).values(state=state))",
        "session.execute(update(Award).values({Award.state: state}))",
        "session.query(Award).update({'state': state})",
    ],
)
def test_state_given_outside_the_work_unit_is_found(line: str) -> None:
    assert len(checks.state_assignments(line)) == 1


@pytest.mark.parametrize(
    "source",
    [
        "state = award.state",
        "class Award:\n    state: Mapped[AwardState] = mapped_column()",
        "class Facts:\n    def __init__(self, state):\n        self.state = state",
        "select(Award).where(Award.state == state)",
        "seen.update({'reason': reason})",
    ],
)
def test_state_read_or_declared_is_not_found(source: str) -> None:
    assert checks.state_assignments(source) == []


def test_state_assigned_by_a_method_to_its_own_object_is_found() -> None:
    source = "class Award:\n    def withdraw(self):\n        self.state = 'withdrawn'"
    assert checks.state_assignments(source) == ["3: assigns .state"]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("key = os.environ['KEY']", ["1: os.environ"]),
        ("key = os.getenv('KEY')", ["1: os.getenv"]),
        ("from os import environ, path", ["1: os.environ"]),
        ("folder = os.path.join('a', 'b')", []),
    ],
)
def test_environment_read_is_found(line: str, found: list[str]) -> None:
    assert checks.environment_reads(line) == found


@pytest.mark.parametrize(
    ("handler", "found"),
    [
        ("except:", ["3: except"]),
        ("except Exception:", ["3: except Exception"]),  # source that the check must find, not a handler
        ("except (KeyError, BaseException) as error:", ["3: except BaseException"]),
        ("except (KeyError, OSError):", []),
    ],
)
def test_except_that_catches_everything_is_found(handler: str, found: list[str]) -> None:
    assert checks.wide_excepts(f"try:\n    pass\n{handler}\n    pass") == found


def test_suppress_of_everything_is_found() -> None:
    assert checks.wide_excepts("with suppress(KeyError, Exception): pass") == ["1: suppress Exception"]


@pytest.mark.parametrize(
    "comment",
    [
        "# noqa",
        "# noqa: S101",
        "# noqa: S101 - because",
        "# type: ignore",
        "# type: ignore[attr-defined]",
        "# ruff: noqa: S101 - the whole file is silenced",
        "# mypy: ignore-errors",
    ],
)
def test_silenced_tool_without_code_or_reason_is_found(comment: str) -> None:
    assert checks.unexplained_exceptions(f"x = 1  {comment}\n") == [f"1: {comment}"]


@pytest.mark.parametrize(
    "comment",
    [
        "# noqa: S101 - the caller has checked",
        "# noqa: S101, B011 - the caller has checked",
        "# type: ignore[attr-defined]  # added at run time",
        "# a comment",
    ],
)
def test_silenced_tool_with_code_and_reason_is_not_found(comment: str) -> None:
    assert checks.unexplained_exceptions(f"x = 1  {comment}\n") == []


def test_comment_that_postpones_is_found() -> None:
    assert checks.left_for_later("x = 1  # TODO: the other half\n") == ["1: # TODO: the other half"]


def test_imports_are_found_at_the_top_but_not_inside_functions() -> None:
    source = "import os.path\nfrom flask import g\ndef f():\n    import json"
    assert checks.imports(source) == ["os.path", "flask"]
