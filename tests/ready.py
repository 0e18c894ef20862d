"""What the tests and the checks need; ``python3 -m tests.ready`` installs it and runs nothing."""

import hashlib
from pathlib import Path

from portal.bootstrap import PANGO, Machine, Need, Setup, alone, library, prepare, program

# Where Debian puts what veraPDF reads its own rules with.
JAXB = Path("/usr/share/java/jaxb-runtime.jar")

# The browser walks the pages; libatomic belongs to the PostgreSQL that the integration tests start; the others say
# whether a certificate is what it claims to be, and node runs verifiers of credentials that others have written.
TESTS = Setup(
    module="tests",
    lock="requirements-dev.txt",
    needs=(
        *PANGO,
        program("chromium", "chromium"),
        library("libatomic1", "libatomic.so.1"),
        program("qpdf", "qpdf"),
        program("poppler-utils", "pdfsig"),
        program("zbar-tools", "zbarimg"),
        program("default-jre-headless", "java"),
        Need("libjaxb-java", JAXB.exists),
        program("nodejs", "node"),
        program("npm", "npm"),
    ),
)
VERIFIERS = "tests/verifiers"


def install_verifiers(machine: Machine) -> None:
    """Install exactly what the verifiers' lock names; their stamp is written last, so that a broken start heals.

    Exits with a sentence where that fails. Nothing that a package brings is run while it is installed.
    """
    folder = machine.root / VERIFIERS
    installed = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    stamp = folder / "node_modules" / ".installed"
    with alone(machine):
        if stamp.exists() and stamp.read_text(encoding="utf-8") == installed:
            return
        machine.say(f"Installing what {VERIFIERS}/package-lock.json names …")
        quietly = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
        if machine.run(("npm", "ci", f"--prefix={folder}", *quietly)):
            raise SystemExit(
                "Could not install the verifiers of credentials; the lines above say why. The next start tries again."
            )
        stamp.write_text(installed, encoding="utf-8")


if __name__ == "__main__":
    prepare(Machine(), TESTS)
    install_verifiers(Machine())
