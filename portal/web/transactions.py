"""How a view reads, how it writes, and how it notes that a page was read: there is no other way."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from portal.audit.work import Work
from portal.kernel.errors import IllegalMove, RuleBroken
from portal.kernel.permissions import Actor
from portal.storage.engine import is_taken
from portal.web.actor import current_actor
from portal.web.formbase import FormBase
from portal.web.held import forget_held
from portal.web.services import services


@contextmanager
def reading() -> Iterator[Session]:
    """A session to read with; nothing that happens in it lasts."""
    with services().database.reading() as session:
        yield session


@contextmanager
def noting() -> Iterator[Work]:
    """A note of who is reading: the one thing that a page may write when it is only shown."""
    running = services()
    with running.database.writing() as session:
        yield Work(session, current_actor(), running.clock, running.reactions)


@contextmanager
def submitting(form: FormBase, actor: Actor | None = None) -> Iterator[Work]:
    """One change, made by the person behind this request: all of it or nothing.

    Where an ``actor`` is given, it is made by that one and nobody asks who is behind the request: a form that anybody
    may send leaves no trace of who was signed in.

    A broken rule is put on the form (``form.errors``) and nothing is saved. Two people who do the same at once are told
    apart by the database: the second gets IllegalMove.
    """
    running = services()
    actor = actor or current_actor()
    session = running.database.open_for_writing()
    try:
        yield Work(session, actor, running.clock, running.reactions)
        form.insist_on_check()
        forget_held(session, actor, form.typed_names)
        session.commit()
    except RuleBroken as broken:
        session.rollback()
        form.add_problems(broken.problems)
        return
    except (StaleDataError, IntegrityError) as refused:
        session.rollback()
        if isinstance(refused, IntegrityError) and not is_taken(refused):
            raise
        raise IllegalMove("record", "changed meanwhile", "save") from refused
    finally:
        session.close()
    running.after_commit()
