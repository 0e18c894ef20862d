"""A virus scanner that knows one virus: it speaks as clamd does when it is sent a stream."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# Put together here, so that no scanner takes this file for what it describes.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD" + b"-ANTIVIRUS-TEST-FILE!$H+H*"
FOUND, CLEAN = b"stream: Eicar-Test-Signature FOUND\n", b"stream: OK\n"
TOO_LONG = b"INSTREAM size limit exceeded. ERROR\n"


@contextmanager
def clamd(socket_path: Path | None = None, answer: bytes | None = None) -> Iterator[str]:
    """A scanner that listens until the block ends: its address. ``answer``: what it says whatever it is sent."""
    if socket_path is None:
        listener = socket.create_server(("127.0.0.1", 0))
        address = f"127.0.0.1:{listener.getsockname()[1]}"
    else:
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(socket_path))
        listener.listen()
        address = str(socket_path)
    thread = threading.Thread(target=_serve, args=(listener, answer))
    thread.start()
    try:
        yield address
    finally:
        # A thread that waits for a caller does not notice that nobody listens any more.
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def _serve(listener: socket.socket, answer: bytes | None) -> None:
    while True:
        try:
            caller, _ = listener.accept()
        except OSError:
            return
        with caller, caller.makefile("rb") as heard:
            assert heard.readline() == b"nINSTREAM\n"
            content = b""
            while size := struct.unpack("!L", heard.read(4))[0]:
                content += heard.read(size)
            caller.sendall(answer or (FOUND if EICAR in content else CLEAN))
