"""What a test need not do again or wait for: nothing of it changes what the portal does."""

import gc
from collections.abc import Callable
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine, event
from werkzeug.routing import Rule


class _Compiled(BytecodeCache):
    """Templates as this process has compiled them; one that has changed is compiled anew."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket, if the template was compiled before."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what has been compiled."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


# Each test has an application of its own, and each application compiles every template that it shows.
COMPILED = _Compiled()


_builders: dict[object, Callable[..., tuple[str, str]]] = {}


class CompiledOnce(Rule):
    """A route whose way of writing addresses is compiled once for all applications of this process, not for each."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        # All that the compiled function is made of; the route itself is handed to it at each call.
        defaults: dict[str, Any] = dict(self.defaults or {})
        key = (tuple(self._trace), tuple(sorted(defaults.items())), append_unknown)
        if key not in _builders:
            _builders[key] = super()._compile_builder(append_unknown)
        return _builders[key]


def leave_alone_what_stays() -> None:
    """Spare the collector what was imported: it went through all of that three times for each new application."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


def forget_on_power_cut(engine: Engine) -> None:
    """Let SQLite not wait for the disk, as PostgreSQL here does not: a test’s database need not outlive its machine."""
    if engine.dialect.name == "sqlite":
        event.listen(
            engine, "checkout", lambda connection, _record, _proxy: connection.execute("PRAGMA synchronous=OFF")
        )
