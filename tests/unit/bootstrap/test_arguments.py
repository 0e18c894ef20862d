"""How ``python3 -m tests`` hands its arguments to pytest."""

import pytest

from tests.__main__ import with_workers


@pytest.mark.parametrize(("cores", "workers"), [(1, "1"), (2, "2"), (4, "4"), (64, "4")])
def test_tests_without_a_choice_run_on_the_cores_there_are_up_to_four(cores: int, workers: str) -> None:
    assert with_workers(["tests/unit", "-x"], cores) == ["-n", workers, "tests/unit", "-x"]


@pytest.mark.parametrize("choice", ["-n2", "-n", "--numprocesses=3", "--pdb", "--collect-only", "--version"])
def test_tests_with_a_choice_keep_it(choice: str) -> None:
    assert with_workers([choice], 8) == [choice]
