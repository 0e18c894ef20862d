"""From a letter to the email that leaves the building."""

from datetime import date
from uuid import UUID

import pytest
from flask import Flask

from portal.kernel.words import words
from portal.notifications.composing import composer
from portal.notifications.letter import Letter, from_document
from portal.web.language import Language
from portal.web.wording import say

A_DAY = date(2027, 3, 3)
EMAIL = UUID("00000000-0000-0000-0000-000000000001")


def test_name_with_a_line_break_begins_no_other_header(app: Flask) -> None:
    running = app.extensions["portal"]
    letter = Letter("E5", words("Invitation from %(name)s", name="Ŵena\r\nBcc: all@example.org"), (words("Dear all"),))
    with app.app_context():
        message = composer(running.config, running.clock)(EMAIL, "someone@example.gov.uk", letter)
    assert message["Subject"] == "Invitation from Ŵena Bcc: all@example.org"
    assert sorted(message.keys()) == [
        "Auto-Submitted",
        "Content-Language",
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


def test_letter_in_welsh_is_welsh_throughout_and_the_next_one_is_english(app: Flask) -> None:
    running = app.extensions["portal"]
    wrote = Letter(
        "E35",
        words("We have your report %(reference)s", reference="R"),
        (
            words(
                "Somebody looks at it by %(look)s. You hear from us by %(result)s how it ended.", look=A_DAY, result=""
            ),
        ),
        words("See where it stands"),
        "/cy/report/follow?reference=R",
        words("You do not need to do anything."),
        language=Language.WELSH.value,
    )
    letter = from_document("E35", wrote.to_document())
    with app.app_context():
        message = composer(running.config, running.clock)(EMAIL, "rita@example.org", letter)
        assert say(letter.subject) == "We have your report R"
    text, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    assert (message["Subject"], message["Content-Language"]) == ("Mae eich adroddiad R wedi ein cyrraedd", "cy")
    assert '<html lang="cy">' in html.get_content()
    assert (
        text.get_content()
        == f"""\
Bydd rhywun yn edrych arno erbyn 3 Mawrth 2027. Byddwch yn clywed gennym
erbyn  sut y daeth i ben.

Gweld y sefyllfa:
{running.config.public_address}/cy/report/follow?reference=R

Nid oes angen i chi wneud dim.

--
Nod Cyfeillgar i’r Cyfryngau Cymdeithasol, y Gymdeithas Llywodraeth Leol
Anfonwyd yr e-bost hwn gan y porth. Nid oes dim yn cael ei benderfynu
drwy ei agor na thrwy ddilyn dolen ynddo.
"""
    )
