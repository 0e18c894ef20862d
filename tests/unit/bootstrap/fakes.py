"""A machine that only pretends: it writes down the commands and leaves behind what they would."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from portal.bootstrap import Machine, Need, Setup


@dataclass
class FakeSystem:
    """What the fake machine can do, and what was asked of it."""

    root: Path
    is_root: bool = False
    packages: set[str] = field(default_factory=lambda: {"python3-venv", "libpango-1.0-0"})
    # What apt would install when asked; a mirror that is down has nothing.
    mirror: set[str] = field(default_factory=lambda: {"python3-venv", "libpango-1.0-0"})
    # The first word, after the path of the program, of commands that fail.
    failing: set[str] = field(default_factory=set)
    commands: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def run(self, command: Sequence[str]) -> int:
        """Write the command down, pretend its effect, return its exit code."""
        words = [Path(word).name if Path(word).is_absolute() else word for word in command]
        self.commands.append(" ".join(words))
        if any(word in self.failing for word in words):
            return 1
        if "venv" in words:
            (self.root / ".venv" / "bin").mkdir(parents=True, exist_ok=True)
            (self.root / ".venv" / "bin" / "python").touch()
            (self.root / ".venv" / "pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.11.2\n", encoding="utf-8")
        if "npm" in words:
            (self.root / "tests/verifiers/node_modules").mkdir(exist_ok=True)
        if "apt-get" in words and "install" in words:
            self.packages |= self.mirror & set(words)
        return 0

    def need(self, package: str) -> Need:
        """Describe a need for a package of this fake system."""
        return Need(package, lambda: package in self.packages)

    def machine(self, python_version: tuple[int, int] = (3, 11)) -> Machine:
        """Return the machine as the bootstrap sees it."""
        return Machine(
            root=self.root,
            python_version=python_version,
            run=self.run,
            say=self.said.append,
            may_install_packages=lambda: self.is_root,
            venv_maker=self.need("python3-venv"),
        )

    def setup(self, lock: str = "requirements.txt") -> Setup:
        """Return a set-up that needs one lock file and one package."""
        return Setup(module="portal", lock=lock, needs=(self.need("libpango-1.0-0"),))

    def done(self) -> list[str]:
        """Return the commands since the last time this was asked, each by what tells it from the others."""
        marks = ("apt-get", "venv", "pip", "npm")
        done = [next(mark for mark in marks if mark in command.split()) for command in self.commands]
        self.commands.clear()
        return done
