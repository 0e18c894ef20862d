"""What opens strange files has its bounds, and knows nothing of the portal's settings."""

import os
import subprocess
import sys

import pytest

from portal.evidence import preparing
from portal.uploads import confined, documents, images
from tests.factories import hostile, uploads


def test_every_fault_has_a_sentence_that_names_the_file() -> None:
    faults = {*images.Fault, *documents.Fault, confined.TOO_MUCH}
    assert set(preparing.FAULTS) == faults
    assert all("%(name)s" in said.text for said in preparing.FAULTS.values())


@pytest.mark.parametrize(("format_", "content"), [("pdf", uploads.PDF), ("png", uploads.PNG), ("jpg", uploads.JPG)])
def test_same_file_is_always_written_the_same_way(format_: str, content: bytes) -> None:
    once, twice = (confined.made_harmless(content, format_) for _time in range(2))
    assert (once, once.fault, once.content[:2]) == (twice, "", content[:2])


def test_picture_at_the_limit_is_drawn_and_one_beyond_it_is_refused_before_it_is_unpacked() -> None:
    assert confined.made_harmless(hostile.picture_bomb(30_001, 1), "png") == confined.Outcome(fault="too_many_pixels")
    assert confined.made_harmless(uploads.picture("PNG", (30_000, 1)), "png").fault == ""
    assert confined.made_harmless(hostile.picture_bomb(), "png").fault == "too_many_pixels"


def test_process_that_takes_too_much_memory_or_too_long_ends_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "SECONDS", 0)
    assert confined.made_harmless(uploads.PDF, "pdf") == confined.Outcome(fault=confined.TOO_MUCH)


def test_memory_is_bounded_in_the_process() -> None:
    greedy = (
        "from portal.uploads import confined, images\n"
        "images.drawn_anew = lambda content, format_: bytes(2 * confined.MEMORY)\n"
        "confined.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", greedy, "png"], input=b"", capture_output=True, cwd=confined._ROOT, check=False
    )
    assert (done.returncode, done.stdout, b"MemoryError" in done.stderr) == (1, b"", True)


def test_process_is_given_no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[object] = []
    really = subprocess.run

    def noting(*arguments: object, **more: object) -> object:
        given.append(more["env"])
        return really(*arguments, **more)  # type: ignore[call-overload] # handed on as they came

    monkeypatch.setattr(subprocess, "run", noting)
    assert confined.made_harmless(uploads.PNG, "png").fault == ""
    assert (given, "PATH" in os.environ) == ([{}], True)
