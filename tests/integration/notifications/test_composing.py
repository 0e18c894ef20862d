"""From a letter to the email that leaves the building."""

from uuid import UUID

import pytest
from flask import Flask

from portal.kernel.words import words
from portal.notifications.composing import composer
from portal.notifications.letter import Letter

EMAIL = UUID("00000000-0000-0000-0000-000000000001")


def test_name_with_a_line_break_begins_no_other_header(app: Flask) -> None:
    running = app.extensions["portal"]
    letter = Letter("E5", words("Invitation from %(name)s", name="Ŵena\r\nBcc: all@example.org"), (words("Dear all"),))
    with app.app_context():
        message = composer(running.config, running.clock)(EMAIL, "someone@example.gov.uk", letter)
    assert message["Subject"] == "Invitation from Ŵena Bcc: all@example.org"
    assert sorted(message.keys()) == [
        "Auto-Submitted",
        "Content-Type",
        "Date",
        "From",
        "MIME-Version",
        "Message-ID",
        "Subject",
        "To",
    ]
    assert b"\nBcc:" not in message.as_bytes().partition(b"\n\n")[0]


def test_address_with_a_line_break_is_refused(app: Flask) -> None:
    running = app.extensions["portal"]
    letter = Letter("E5", words("Invitation"), (words("Dear all"),))
    with app.app_context(), pytest.raises(ValueError, match="linefeed"):
        composer(running.config, running.clock)(EMAIL, "a@example.org\nBcc: all@example.org", letter)


def test_markup_that_somebody_typed_is_text_in_the_email(app: Flask) -> None:
    running = app.extensions["portal"]
    letter = Letter("E5", words("Invitation"), (words("Dear %(name)s", name='<a href="//evil.example">x</a>'),))
    with app.app_context():
        message = composer(running.config, running.clock)(EMAIL, "someone@example.gov.uk", letter)
    html = message.get_body(("html",))
    assert html is not None
    assert '<a href="//evil.example">' not in html.get_content()
    assert "&lt;a href=" in html.get_content()
