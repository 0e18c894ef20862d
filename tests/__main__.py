"""``python3 -m tests``: from a fresh machine to all tests run. Arguments go to pytest."""

import os
import sys
from collections.abc import Sequence

from portal.bootstrap import Machine, enter
from tests.ready import TESTS, install_verifiers

# A browser and a database per worker: beyond this, more workers wait for memory rather than for processors.
MOST_WORKERS = 4
NUMBER_OF_WORKERS = ("-n", "--numprocesses")
IN_ONE_PROCESS = frozenset({"--pdb", "--trace", "--collect-only", "--version", "--help", "-h"})


def with_workers(arguments: Sequence[str], cores: int) -> list[str]:
    """Return the arguments for pytest: on as many workers as there are cores, unless the caller says otherwise."""
    if any(argument.startswith(NUMBER_OF_WORKERS) or argument in IN_ONE_PROCESS for argument in arguments):
        return list(arguments)
    return ["-n", str(min(cores, MOST_WORKERS)), *arguments]


def processors() -> int:
    """How many processors this process may use, which can be fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def main() -> int:
    """Prepare the machine, run pytest and return its exit code."""
    enter(TESTS, sys.argv[1:])
    install_verifiers(Machine())

    import pytest

    return pytest.main(with_workers(sys.argv[1:], processors()))


if __name__ == "__main__":
    sys.exit(main())
