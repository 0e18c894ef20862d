"""What the tests and the checks need; ``python3 -m tests.ready`` installs it and runs nothing."""

from portal.bootstrap import PANGO, Machine, Setup, library, prepare, program

# The browser walks the pages; libatomic belongs to the PostgreSQL that the integration tests start.
TESTS = Setup(
    module="tests",
    lock="requirements-dev.txt",
    needs=(*PANGO, program("chromium", "chromium"), library("libatomic1", "libatomic.so.1")),
)

if __name__ == "__main__":
    prepare(Machine(), TESTS)
