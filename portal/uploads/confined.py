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
        written = run("portal.uploads.confined", format_, content, SECONDS)
    said, _, made = (written or b"").partition(b"\n")
    if written is None or len(made) > LARGEST:
        return Outcome(fault=TOO_MUCH)
    return Outcome(made, said.decode())


def run(module: str, argument: str, content: bytes, seconds: int) -> bytes | None:
    """What a module of ours writes when it is run on this content in a process of its own; None where that fails.

    The module calls ``bound`` before it reads.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", module, argument],
            input=content,
            capture_output=True,
            timeout=seconds * 2,
            cwd=_ROOT,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 else None


def bound(seconds: int) -> None:
    """Let this process take so much time and memory, and no more."""
    for what, most in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0)):
        # Not every system bounds everything; the time is watched from outside too.
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def answer(content: bytes, format_: str) -> bytes:
    """What the process writes: a line that is empty, or names the fault; then the bytes."""
    try:
        made = documents.written_anew(content) if format_ == "pdf" else images.drawn_anew(content, format_)
    except (documents.NotADocument, images.NotAPicture) as refused:
        return f"{refused.fault}\n".encode()
    return b"\n" + made


def main() -> None:
    """Read a file from the standard input, and write it anew to the standard output."""
    bound(SECONDS)
    content = sys.stdin.buffer.read()
    sys.stdout.buffer.write(answer(content, sys.argv[1]))


if __name__ == "__main__":
    main()
