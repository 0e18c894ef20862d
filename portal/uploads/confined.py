"""A process of its own for what opens a strange file: it may not take much memory or time, and knows no secret.

``drawn_anew`` and ``written_anew`` are run in it. A file that makes the library fail ends that process and no other.
"""

import resource
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore

from portal.uploads import documents, images

SECONDS = 20
MEMORY = 1024 * 1024 * 1024
LARGEST = 40 * 1024 * 1024
# In one process of the portal; whoever comes next waits for their turn.
AT_ONCE = 2
TOO_MUCH = "too_much"
_ROOT = Path(__file__).resolve().parents[2]
_turns = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Outcome:
    """The bytes to keep, or what is wrong: a Fault of ``images`` or ``documents``, or TOO_MUCH."""

    content: bytes = b""
    fault: str = ""


def made_harmless(content: bytes, format_: str) -> Outcome:
    """The file written anew, within bounds. ``format_`` is pdf, png or jpg."""
    with _turns:
        try:
            done = subprocess.run(
                [sys.executable, "-m", "portal.uploads.confined", format_],
                input=content,
                capture_output=True,
                timeout=SECONDS * 2,
                cwd=_ROOT,
                env={},
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Outcome(fault=TOO_MUCH)
    said, _, made = done.stdout.partition(b"\n")
    if done.returncode != 0 or len(made) > LARGEST:
        return Outcome(fault=TOO_MUCH)
    return Outcome(made, said.decode())


def answer(content: bytes, format_: str) -> bytes:
    """What the process writes: a line that is empty, or names the fault; then the bytes."""
    try:
        made = documents.written_anew(content) if format_ == "pdf" else images.drawn_anew(content, format_)
    except (documents.NotADocument, images.NotAPicture) as refused:
        return f"{refused.fault}\n".encode()
    return b"\n" + made


def main() -> None:
    """Read a file from the standard input, and write it anew to the standard output."""
    for bound, most in ((resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0)):
        # Not every system bounds everything; the time is watched from outside too.
        with suppress(ValueError, OSError):
            resource.setrlimit(bound, (most, most))
    content = sys.stdin.buffer.read()
    sys.stdout.buffer.write(answer(content, sys.argv[1]))


if __name__ == "__main__":
    main()
