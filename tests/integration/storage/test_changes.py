"""A change of this process is seen by everybody who asks after it, also while somebody else is asking."""

from pathlib import Path
from threading import Thread

from sqlalchemy import text

from portal.storage.engine import Database


def test_nobody_takes_the_mark_from_before_a_commit_for_a_fresh_one_while_another_asks(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/portal.db")
    changes = database.changes
    before = changes.mark()
    with database.writing() as session:
        session.execute(text("CREATE TABLE paper (number)"))
    heard: list[object] = []
    meanwhile = Thread(target=lambda: heard.append(changes.mark()))

    def interrupt(_statement: str) -> None:
        # In the midst of the question whether anything has changed: somebody else asks, and may well have to wait.
        if meanwhile.ident is None:
            meanwhile.start()
            meanwhile.join(0.2)

    changes._own.driver_connection.set_trace_callback(interrupt)
    after = changes.mark()
    meanwhile.join()
    assert (after != before, heard) == (True, [after])
    changes.close()
    database.engine.dispose()
