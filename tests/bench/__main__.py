"""``make bench``: every figure beside a reference in the same run, so that it means the same on another machine."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from portal.bootstrap import Machine, Setup, prepare, program
from tests.bench import issuing, pages, searching, serving
from tests.bench.measuring import Line
from tests.ready import TESTS

SMALL, LARGE = 450, 45_000
# Who asks, and the reference that answers.
BENCH = Setup("tests.bench", TESTS.lock, (*TESTS.needs, program("wrk", "wrk"), program("nginx-light", "nginx")))


def _badge(folder: Path) -> Iterator[Line]:
    number = pages.prepared(folder)
    return serving.of_the_badge(folder, number)


PARTS: dict[str, Callable[[Path], Iterator[Line]]] = {
    "pages": lambda folder: pages.of_the_demonstration(str(folder)),
    "many": lambda folder: pages.of_many(str(folder), LARGE),
    "search": lambda folder: searching.searches(folder, (SMALL, LARGE)),
    "issue": issuing.of_an_award,
    "badge": _badge,
}


def main(chosen: list[str]) -> None:
    """Measure everything, or the parts that are named."""
    prepare(Machine(), BENCH)
    print(f"{'what':<48}{'ratio':>8}  {'':<22}beside", flush=True)  # noqa: T201 - what the command is for
    for name in chosen or PARTS:
        with tempfile.TemporaryDirectory() as folder:
            for line in PARTS[name](Path(folder)):
                print(f"{line.what:<48}{line.ratio:>8.2f}  {line.cost:<22}{line.beside}", flush=True)  # noqa: T201 - see above


if __name__ == "__main__":
    main(sys.argv[1:])
