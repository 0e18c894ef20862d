"""A letter as an email: text and HTML, in British English."""

from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from uuid import UUID

from flask import render_template

from config import Config
from portal.kernel.clock import Clock
from portal.notifications.delivery import Compose
from portal.notifications.letter import Letter
from portal.web.wording import say


def composer(config: Config, clock: Clock) -> Compose:
    """A function that writes an email; it needs an application context for the templates and the words."""
    domain = parseaddr(config.mail_from)[1].partition("@")[2] or "localhost"

    def compose(email_id: UUID, address: str, letter: Letter) -> EmailMessage:
        message = EmailMessage()
        # A subject holds names that people have typed: no line break of theirs may begin another header.
        message["Subject"] = " ".join(say(letter.subject).split())
        message["From"] = config.mail_from
        message["To"] = address
        message["Date"] = format_datetime(clock.now())
        # The same for every try, so that a mailbox that gets it twice can tell.
        message["Message-ID"] = f"<{email_id}@{domain}>"
        message["Auto-Submitted"] = "auto-generated"
        link = f"{config.public_address}{letter.path}" if letter.action else ""
        message.set_content(render_template("emails/letter.txt", letter=letter, link=link))
        message.add_alternative(render_template("emails/letter.html", letter=letter, link=link), subtype="html")
        return message

    return compose
