"""From a bare machine to a running command, with nothing but the standard library.

``python3 -m portal`` and ``python3 -m tests`` start here. What they need is described by a :class:`Setup`; what the
machine is like and how to act on it is a :class:`Machine`, which the tests replace with a small fake.

An interrupted start heals at the next one: the stamp that says "installed" is written last, and a virtual environment
whose installation did not end is made anew.
"""

from __future__ import annotations  # so that an older Python gets as far as the sentence about its age

import ctypes
import hashlib
import importlib
import importlib.util
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = (3, 11)

# Set for the one exec into the virtual environment and taken away on arrival, so that a Python which does not know
# its own environment (PYTHONHOME does that) ends with a sentence instead of going round for ever.
ARRIVING = "PORTAL_BOOTSTRAP_ARRIVING"


@dataclass(frozen=True)
class Need:
    """Something the operating system has to bring: the Debian package that has it and a way to see that it is there."""

    package: str
    is_present: Callable[[], bool]


@dataclass(frozen=True)
class Setup:
    """What one command needs: the module to run, its lock file beside this package, and the system's part."""

    module: str
    lock: str
    needs: tuple[Need, ...]


class Plan(Enum):
    """What has to be done to the virtual environment."""

    NOTHING = "nothing"
    INSTALL = "install"
    REBUILD = "rebuild"


def has_library(*names: str) -> bool:
    """Say whether the dynamic loader finds the library under one of its names (they differ between systems)."""
    for name in names:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False


def library(package: str, *names: str) -> Need:
    """Describe a need for a shared library, found by asking the loader rather than a package manager."""
    return Need(package, partial(has_library, *names))


def program(package: str, name: str) -> Need:
    """Describe a need for a program on the path."""
    return Need(package, lambda: shutil.which(name) is not None)


# Debian's python3 comes without what ``python3 -m venv`` needs.
VENV_MAKER = Need("python3-venv", lambda: importlib.util.find_spec("ensurepip") is not None)

# WeasyPrint loads these when the first certificate is made; better to notice before serving.
PANGO = (
    library("libpango-1.0-0", "libpango-1.0.so.0", "libpango-1.0.dylib"),
    library("libpangoft2-1.0-0", "libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    library("libharfbuzz-subset0", "libharfbuzz-subset.so.0", "libharfbuzz-subset.dylib"),
)

RUN = Setup(module="portal", lock="requirements.txt", needs=PANGO)


def say(sentence: str) -> None:
    """Tell the person at the terminal what is going on, at once."""
    print(sentence, flush=True)


def run(command: Sequence[str]) -> int:
    """Run a command in front of the person and return its exit code."""
    return subprocess.run(list(command), check=False, stdin=subprocess.DEVNULL).returncode


def may_install_packages() -> bool:
    """Say whether we are root on a system with apt."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


@dataclass(frozen=True)
class Machine:
    """The machine as far as the bootstrap acts on it. ``run`` returns the exit code of a command."""

    root: Path = ROOT
    python_version: tuple[int, int] = (sys.version_info[0], sys.version_info[1])
    run: Callable[[Sequence[str]], int] = run
    say: Callable[[str], None] = say
    may_install_packages: Callable[[], bool] = may_install_packages
    venv_maker: Need = field(default=VENV_MAKER)

    @property
    def venv(self) -> Path:
        """The virtual environment, inside the checkout."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """The interpreter of the virtual environment."""
        return self.venv / "bin" / "python"

    @property
    def unfinished(self) -> Path:
        """A file that is there while the environment is being changed, and stays when that is interrupted."""
        return self.root / ".venv-unfinished"

    def stamp(self, setup: Setup) -> Path:
        """The file that holds the fingerprint of what was last installed from this lock."""
        return self.venv / f"installed-{setup.lock}"


def fingerprint(machine: Machine, setup: Setup) -> str:
    """Return what identifies an installation: the content of the lock and the version of Python."""
    major, minor = machine.python_version
    return f"{hashlib.sha256((machine.root / setup.lock).read_bytes()).hexdigest()} python{major}.{minor}\n"


def venv_python_version(machine: Machine) -> tuple[int, int] | None:
    """Return the version of Python the virtual environment was made with; None when that cannot be read."""
    try:
        lines = (machine.venv / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return None
    settings = {key.strip(): value.strip() for key, _, value in (line.partition("=") for line in lines)}
    parts = settings.get("version", "").split(".")
    return (int(parts[0]), int(parts[1])) if len(parts) > 1 and all(part.isdigit() for part in parts[:2]) else None


def plan(machine: Machine, setup: Setup) -> Plan:
    """Return what has to be done to the virtual environment before the command can run."""
    if (
        not machine.python.exists()
        or machine.unfinished.exists()
        or venv_python_version(machine) != machine.python_version
    ):
        return Plan.REBUILD
    stamp = machine.stamp(setup)
    if stamp.exists() and stamp.read_text(encoding="utf-8") == fingerprint(machine, setup):
        return Plan.NOTHING
    return Plan.INSTALL


def prepare(machine: Machine, setup: Setup) -> None:
    """Bring the machine to where the command can run.

    Exits with a sentence that says what to do when the system lacks something and we may not, or cannot, install it.
    """
    if machine.python_version < OLDEST_PYTHON:
        found = ".".join(map(str, machine.python_version))
        raise SystemExit(f"The portal needs Python 3.11 or newer; this is Python {found}. Nothing was changed.")
    if plan(machine, setup) is Plan.NOTHING:
        install_packages(machine, setup.needs)
        return
    with alone(machine):
        # Whoever held the lock before us may have done the work meanwhile.
        todo = plan(machine, setup)
        makes_venv = todo is Plan.REBUILD
        install_packages(machine, (machine.venv_maker, *setup.needs) if makes_venv else setup.needs)
        if todo is not Plan.NOTHING:
            machine.unfinished.touch()
            if makes_venv:
                make_venv(machine)
            install_requirements(machine, setup)
            machine.unfinished.unlink()


@contextmanager
def alone(machine: Machine) -> Iterator[None]:
    """Let one start at a time change the virtual environment of this checkout; the others wait.

    The lock is on the directory itself, so no file is left behind, and it goes when the process does.
    """
    import fcntl  # not at the top: Windows has none, and is told so in a sentence by `enter`

    directory = os.open(machine.root, os.O_RDONLY)
    try:
        fcntl.flock(directory, fcntl.LOCK_EX)
        yield
    finally:
        os.close(directory)


def missing(needs: Sequence[Need]) -> list[str]:
    """Return the Debian packages of what is not there."""
    return [need.package for need in needs if not need.is_present()]


def install_packages(machine: Machine, needs: Sequence[Need]) -> None:
    """Install what the operating system lacks, when we may; otherwise exit and say what to install."""
    packages = missing(needs)
    if not packages:
        return
    by_hand = f"apt-get update && apt-get install -y --no-install-recommends {' '.join(packages)}"
    if not machine.may_install_packages():
        raise SystemExit(
            f"This machine lacks {', '.join(packages)}. On Debian or Ubuntu, run this once as root and start again:\n\n"
            f"    {by_hand}\n\nOn another system, install the packages that correspond to these."
        )
    machine.say(f"Installing {', '.join(packages)} …")
    apt = ("apt-get", "-q", "-o", "DPkg::Lock::Timeout=120")
    machine.run((*apt, "update"))  # a mirror that fails here may still have what we need: the install decides
    failed = machine.run(
        ("env", "DEBIAN_FRONTEND=noninteractive", *apt, "install", "-y", "--no-install-recommends", *packages)
    )
    importlib.invalidate_caches()
    still_missing = missing(needs)
    if failed or still_missing:
        raise SystemExit(
            f"Could not install {', '.join(still_missing or packages)}; the lines above say why. "
            f"Put that right, or install it another way, and start again:\n\n    {by_hand}"
        )


def make_venv(machine: Machine) -> None:
    """Make the virtual environment anew; whatever is left of an earlier one goes."""
    machine.say("Making the virtual environment .venv …")
    if machine.run((sys.executable, "-m", "venv", "--clear", str(machine.venv))):
        raise SystemExit(
            "Could not make the virtual environment; the lines above say why. Put that right, start again."
        )


def install_requirements(machine: Machine, setup: Setup) -> None:
    """Install exactly what the lock names, each file checked against its hash; write the stamp last."""
    installed = fingerprint(machine, setup)
    machine.say(f"Installing what {setup.lock} names; the first time takes a minute …")
    pip = (str(machine.python), "-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet")
    if machine.run((*pip, "install", "--require-hashes", "-r", str(machine.root / setup.lock))):
        raise SystemExit(f"Could not install {setup.lock}; the lines above say why. The next start begins afresh.")
    machine.stamp(setup).write_text(installed, encoding="utf-8")


def enter(setup: Setup, arguments: Sequence[str]) -> None:
    """Return inside the virtual environment, with everything installed; called first by the command's ``__main__``.

    Outside it, this process is replaced by the same command run by the environment's own Python.
    """
    if os.name != "posix":
        raise SystemExit("The portal runs on Linux and macOS. On Windows, use the Windows Subsystem for Linux.")
    machine = Machine()
    is_inside = Path(sys.prefix).resolve() == machine.venv.resolve()
    is_arriving = os.environ.pop(ARRIVING, None) is not None
    if is_arriving and not is_inside:
        raise SystemExit(f"{machine.python} does not run inside .venv. Unset PYTHONHOME, or delete .venv; start again.")
    if is_arriving:
        return
    prepare(machine, setup)
    if is_inside:
        return
    os.chdir(machine.root)
    os.environ[ARRIVING] = "1"
    os.execv(machine.python, [str(machine.python), "-m", setup.module, *arguments])  # noqa: S606 - no shell is the point
