"""How a start ends up inside the virtual environment."""

import os
import subprocess
import sys
from pathlib import Path

from portal.bootstrap import ARRIVING, ROOT


def test_python_that_does_not_know_its_environment_is_refused_instead_of_starting_over() -> None:
    outside = Path(sys.base_prefix) / "bin" / "python3"
    started = subprocess.run(
        [outside, "-m", "portal"],
        cwd=ROOT,
        env={**os.environ, ARRIVING: "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert (started.returncode, started.stdout, started.stderr) == (
        1,
        "",
        f"{ROOT}/.venv/bin/python does not run inside .venv. Unset PYTHONHOME, or delete .venv; start again.\n",
    )
