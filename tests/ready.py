"""What the tests and the checks need; ``python3 -m tests.ready`` installs it and runs nothing."""

from pathlib import Path

from portal.bootstrap import PANGO, Machine, Need, Setup, library, prepare, program

# Where Debian puts what veraPDF reads its own rules with.
JAXB = Path("/usr/share/java/jaxb-runtime.jar")

# The browser walks the pages; libatomic belongs to the PostgreSQL that the integration tests start; the others say
# whether a certificate is what it claims to be.
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
    ),
)

if __name__ == "__main__":
    prepare(Machine(), TESTS)
