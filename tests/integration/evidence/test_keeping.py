"""What a crash has left behind goes after a day; what anything needs stays."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from portal.applications import queries
from portal.applications.models import EvidenceItem
from portal.evidence import actions, keeping
from portal.links.models import LinkSnapshot, SnapshotProgress
from portal.storage.files import FileStore
from tests.factories import uploads
from tests.integration.applications.conftest import Case

LATER = datetime.now(UTC) + timedelta(days=1, minutes=1)


def files_of(case: Case) -> FileStore:
    files = case.app.extensions["portal"].files
    assert isinstance(files, FileStore)
    return files


def held(case: Case) -> set[str]:
    return {key for key, _since in files_of(case).held()}


def sweep(case: Case, at: datetime) -> None:
    """Let the worker do what is due at a moment, as it does every minute."""
    case.clock.at = at
    case.app.extensions["portal-worker"].sweep()


def in_the_right_minute(at: datetime) -> datetime:
    return at.replace(minute=keeping.SWEEP_MINUTE) + timedelta(hours=1)


def add(case: Case, criterion: str = "INF-1") -> tuple[UUID, str]:
    """The key of a new item, and that of its file."""
    with case.work_of(case.contributor) as work:
        file = actions.AddFile(case.slug, criterion, "a.csv", uploads.CSV, "Shows it")
        actions.add_file(work, files_of(case), file)
        item = work.session.scalars(select(EvidenceItem).where(EvidenceItem.criterion == criterion)).one()
        return item.id, item.file_key or ""


def remove(case: Case, item: UUID) -> None:
    with case.work_of(case.contributor) as work:
        actions.remove(work, actions.Remove(case.slug, "INF-1", item))


def keep_snapshot(case: Case) -> str:
    """A linked page that was kept when the application was signed: its file has no item of evidence."""
    with case.work_of(case.contributor) as work:
        link = actions.add_link(work, actions.AddLink(case.slug, "INF-3", "https://example.gov.uk/a", "Shows it"))
        key, now = files_of(case).put(b"<html>"), work.clock.now()
        work.session.add(
            LinkSnapshot(
                id=uuid4(),
                evidence_item_id=link,
                address="https://example.gov.uk/a",
                progress=SnapshotProgress.TAKEN,
                asked_at=now,
                run_after=now,
                taken_at=now,
                file_key=key,
                sha256="0" * 64,
                size=6,
            )
        )
    return key


def test_sweep_deletes_what_no_record_names_and_nothing_else(case: Case) -> None:
    _item, in_use = add(case)
    snapshot = keep_snapshot(case)
    left_behind = files_of(case).put(b"left behind")
    assert held(case) == {in_use, snapshot, left_behind}
    sweep(case, in_the_right_minute(LATER))
    assert held(case) == {in_use, snapshot}


def test_sweep_leaves_what_is_younger_than_a_day_alone(case: Case) -> None:
    young = files_of(case).put(b"on its way")
    with case.work() as work:
        case.clock.at = datetime.now(UTC) + timedelta(hours=23)
        keeping.forget_what_nothing_needs(work, files_of(case))
    assert held(case) == {young}


def test_sweep_comes_once_an_hour(case: Case) -> None:
    left_behind = files_of(case).put(b"left behind")
    sweep(case, in_the_right_minute(LATER) + timedelta(minutes=1))
    assert held(case) == {left_behind}


@pytest.mark.parametrize("sent", [False, True])
def test_file_of_a_removed_item_stays_only_where_a_copy_that_was_sent_names_it(case: Case, sent: bool) -> None:
    item, key = add(case)
    for person, command in ((case.owner, "send"), (case.owner, "recall")) if sent else ():
        with case.work_of(person) as work:
            work.perform(queries.locked(work.session, case.application_id), command)
    # As if the portal had stopped between saving the removal and deleting the file.
    remove(case, item)
    assert held(case) == {key}
    sweep(case, in_the_right_minute(LATER))
    assert held(case) == ({key} if sent else set())
