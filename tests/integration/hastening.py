"""What a test need not do again or wait for: nothing of it changes what the portal does."""

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine, event


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


def forget_on_power_cut(engine: Engine) -> None:
    """Let SQLite not wait for the disk, as PostgreSQL here does not: a test’s database need not outlive its machine."""
    if engine.dialect.name == "sqlite":
        event.listen(
            engine, "checkout", lambda connection, _record, _proxy: connection.execute("PRAGMA synchronous=OFF")
        )
