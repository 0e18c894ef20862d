"""A letter as an email: text and HTML, in the language of whoever reads it."""

import textwrap
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from uuid import UUID

from flask import render_template

from config import Config
from portal.kernel.clock import Clock
from portal.notifications.delivery import Compose
from portal.notifications.letter import Letter
from portal.web.language import Language
from portal.web.wording import say, speaking

LONGEST_SUBJECT = 78
# Mail programs of every age show this many columns.
LONGEST_LINE = 72


def one_line(said: str) -> str:
    """A subject: names that people have typed begin no other header, and no mail program cuts it in its own way."""
    whole = " ".join(said.split())
    if len(whole) <= LONGEST_SUBJECT:
        return whole
    head = whole[:LONGEST_SUBJECT].rpartition(" ")[0]
    return (head if len(head) > LONGEST_SUBJECT // 2 else whole[: LONGEST_SUBJECT - 1]) + "…"


def folded(text: str) -> str:
    """The text with its long lines folded between words; an address stays whole, so that it can be followed."""
    return "\n".join(
        textwrap.fill(line, LONGEST_LINE, break_long_words=False, break_on_hyphens=False) for line in text.split("\n")
    )


def composer(config: Config, clock: Clock) -> Compose:
    """A function that writes an email; it needs an application context for the templates and the words."""
    domain = parseaddr(config.mail_from)[1].partition("@")[2] or "localhost"

    def compose(email_id: UUID, address: str, letter: Letter) -> EmailMessage:
        message = EmailMessage()
        message["From"] = config.mail_from
        message["To"] = address
        message["Date"] = format_datetime(clock.now())
        # The same for every try, so that a mailbox that gets it twice can tell.
        message["Message-ID"] = f"<{email_id}@{domain}>"
        message["Auto-Submitted"] = "auto-generated"
        link = f"{config.public_address}{letter.path}" if letter.action else ""
        values = {"letter": letter, "link": link, "origin": config.public_address}
        with speaking(Language(letter.language)):
            message["Subject"] = one_line(say(letter.subject))
            message.set_content(folded(render_template("emails/letter.txt", **values)))
            message.add_alternative(render_template("emails/letter.html", **values), subtype="html")
        message["Content-Language"] = letter.language
        return message

    return compose
