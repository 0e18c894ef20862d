import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from sqlalchemy import select

from portal.audit.work import Work
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import SYSTEM
from portal.kernel.words import words
from portal.notifications.actions import post
from portal.notifications.delivery import LEASE, MOST_TRIES, Mailbox, Smtp, deliver_due, try_again
from portal.notifications.letter import Letter
from portal.notifications.models import Delivery, OutboxEmail
from portal.storage.engine import Database

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
LETTER = Letter(
    "E1",
    words("Your code is %(code)s", code="482 913"),
    (words("Dear %(name)s", name='Ŵena, "=cmd" 🙂'),),
    words("Sign in"),
    "/sign-in",
    secret=True,
)


def compose(email_id: UUID, address: str, letter: Letter) -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["To"], message["From"] = str(letter.subject), address, "mark@mark.example"
    message["Message-ID"] = f"<{email_id}@mark.example>"
    message.set_content("\n".join(str(paragraph) for paragraph in letter.paragraphs))
    return message


class Deaf:
    leaves = True

    def __init__(self) -> None:
        self.asked = 0

    def send(self, message: EmailMessage) -> None:
        self.asked += 1
        raise ConnectionRefusedError("nobody there")


class Postman:
    leaves = True

    def __init__(self) -> None:
        self.sent: list[EmailMessage] = []

    def send(self, message: EmailMessage) -> None:
        self.sent.append(message)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


def queue(database: Database, clock: FixedClock, *addresses: str, not_before: datetime | None = None) -> None:
    with database.writing() as session:
        post(Work(session, SYSTEM, clock, {}), LETTER, addresses, not_before=not_before)


def rows(database: Database) -> list[OutboxEmail]:
    with database.reading() as session:
        found = list(session.scalars(select(OutboxEmail).order_by(OutboxEmail.to_address)))
        session.expunge_all()
        return found


def test_each_address_gets_the_letter_once_and_a_secret_is_forgotten(database: Database, clock: FixedClock) -> None:
    queue(database, clock, "b@example.gov.uk", "a@example.gov.uk", "a@example.gov.uk")
    postman = Postman()
    assert "482 913" in str([row.letter for row in rows(database)])
    assert deliver_due(database, clock, postman, compose) == 2
    assert sorted(str(message["To"]) for message in postman.sent) == ["a@example.gov.uk", "b@example.gov.uk"]
    assert str(postman.sent[0]["Subject"]) == "Your code is 482 913"
    assert "482 913" not in str([row.letter for row in rows(database)])
    assert deliver_due(database, clock, postman, compose) == 0


def test_the_demonstration_keeps_what_it_would_have_sent(database: Database, clock: FixedClock) -> None:
    queue(database, clock, "a@example.gov.uk")
    assert deliver_due(database, clock, Mailbox(), compose) == 1
    assert "482 913" in str([row.letter for row in rows(database)])


def test_a_change_that_is_undone_sends_nothing(database: Database, clock: FixedClock) -> None:
    with pytest.raises(RuntimeError, match="undone"), database.writing() as session:
        post(Work(session, SYSTEM, clock, {}), LETTER, ["a@example.gov.uk"])
        raise RuntimeError("undone")
    assert rows(database) == []


def test_an_email_is_held_back_until_its_moment(database: Database, clock: FixedClock) -> None:
    queue(database, clock, "a@example.gov.uk", not_before=NOW + timedelta(hours=1))
    assert deliver_due(database, clock, Postman(), compose) == 0
    clock.at = NOW + timedelta(hours=1)
    assert deliver_due(database, clock, Postman(), compose) == 1


def test_a_deaf_server_is_asked_again_with_longer_pauses_and_at_last_given_up(
    database: Database, clock: FixedClock
) -> None:
    queue(database, clock, "a@example.gov.uk")
    deaf = Deaf()
    pauses = []
    while rows(database)[0].delivery is Delivery.WAITING:
        deliver_due(database, clock, deaf, compose)
        row = rows(database)[0]
        pauses.append(row.run_after - clock.at)
        clock.at = row.run_after
    assert deaf.asked == MOST_TRIES
    assert pauses == sorted(pauses)
    assert pauses[0] < pauses[-1]
    assert rows(database)[0].last_fault == "ConnectionRefusedError: nobody there"
    assert try_again(database, clock.at) == 1
    assert deliver_due(database, clock, Postman(), compose) == 1


def test_an_email_whose_worker_died_is_sent_when_the_lease_runs_out(database: Database, clock: FixedClock) -> None:
    class Killed(BaseException):
        pass

    class Dying(Postman):
        def send(self, message: EmailMessage) -> None:
            raise Killed

    queue(database, clock, "a@example.gov.uk")
    with pytest.raises(Killed):
        deliver_due(database, clock, Dying(), compose)
    assert deliver_due(database, clock, Postman(), compose) == 0
    clock.at = NOW + LEASE + timedelta(seconds=1)
    assert deliver_due(database, clock, Postman(), compose) == 1


class Inbox(Message):
    def __init__(self) -> None:
        super().__init__()
        self.messages: list[object] = []

    def handle_message(self, message: object) -> None:
        self.messages.append(message)


@pytest.fixture
def mail_server() -> Iterator[tuple[Inbox, str]]:
    inbox = Inbox()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    server = Controller(inbox, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield inbox, f"smtp://127.0.0.1:{port}"
    finally:
        server.stop()


def test_a_real_mail_server_receives_the_letter(
    database: Database, clock: FixedClock, mail_server: tuple[Inbox, str]
) -> None:
    inbox, address = mail_server
    queue(database, clock, "a@example.gov.uk")
    assert deliver_due(database, clock, Smtp(address), compose) == 1
    (message,) = inbox.messages
    assert "Your code is 482 913" in str(message)


def test_a_mail_server_that_is_not_there_leaves_the_email_waiting(database: Database, clock: FixedClock) -> None:
    queue(database, clock, "a@example.gov.uk")
    assert deliver_due(database, clock, Smtp("smtp://127.0.0.1:9"), compose) == 0
    assert rows(database)[0].delivery is Delivery.WAITING
