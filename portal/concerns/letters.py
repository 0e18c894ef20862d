"""Letters that a person sends: to a monitoring officer where a council has no owner, or to who misuses the Mark."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.concerns.models import Concern
from portal.concerns.queries import visible
from portal.concerns.sorting import council_named
from portal.concerns.states import Escalation
from portal.concerns.wording import KIND_WORDS
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor
from portal.kernel.words import Words, words


@dataclass(frozen=True)
class LetterPage:
    """A letter as it can be printed or copied."""

    reference: str
    heading: Words
    to: Words
    paragraphs: tuple[Words, ...]
    on: date


def letter_page(session: Session, actor: Actor, reference: str, today: date) -> LetterPage:
    """The letter that this concern calls for now. Raises NotFound where it calls for none.

    What the reporter wrote is in no letter: ``where_seen`` is, where somebody outside a council is to take it down.
    """
    concern = visible(session, actor, reference)
    council = council_named(session, concern.council_id)
    if concern.escalation in (Escalation.FORMAL_LETTER, Escalation.PLATFORM_REPORT):
        return _further(concern, council, today)
    if concern.asked:
        return _asked(concern, council, today)
    raise NotFound(f"no letter for {reference}")


def _asked(concern: Concern, council: str, today: date) -> LetterPage:
    return LetterPage(
        concern.reference,
        words("Letter to the monitoring officer"),
        words("The Monitoring Officer, %(council)s", council=council),
        (
            words("The Social Media Friendly Mark: a concern about %(council)s", council=council),
            words(
                "Somebody has raised a concern with us about the use of the Mark. It is about this: %(kind)s.",
                kind=KIND_WORDS[concern.kind],
            ),
            words("%(asked)s", asked=concern.asked),
            words(
                "Please answer by %(day)s, and quote %(reference)s. We do not say who raised the concern.",
                day=concern.answer_by,
                reference=concern.reference,
            ),
            words("One disputed reply or one late answer is not misuse: the Mark is about how a council works."),
        ),
        today,
    )


def _further(concern: Concern, council: str, today: date) -> LetterPage:
    named = words("the name of %(council)s", council=council) if council else words("no council’s name")
    to_network = concern.escalation is Escalation.PLATFORM_REPORT
    asks = (
        words("Please remove it, or tell us within 10 working days why you do not, and quote %(reference)s.")
        if to_network
        else words(
            "Remove the Mark within 10 working days and confirm that you have done so, quoting %(reference)s. If you do"
            " not, we take legal advice."
        )
    )
    return LetterPage(
        concern.reference,
        words("Report to the social network or the host") if to_network else words("Formal letter"),
        words("To whoever is responsible for: %(where)s", where=concern.where_seen),
        (
            words("Misuse of the Social Media Friendly Mark"),
            words(
                "The Mark of the Local Government Association is shown there, with %(named)s. Whoever shows it there"
                " does not hold it. People who see it are misled.",
                named=named,
            ),
            words("Who holds the Mark, and at which addresses, is in the public register."),
            words(asks.text, reference=concern.reference),
        ),
        today,
    )
