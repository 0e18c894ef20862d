"""Letters that something comes to an end: an award that can be renewed (E30), a council that is replaced (E38)."""

from datetime import date

from portal.kernel.words import words
from portal.notifications.letter import Letter
from portal.notifications.letters.about_award import OPEN, award_page
from portal.notifications.people import Case


def award_ends_letter(found: Case, last_day: date) -> Letter:
    """E30: until when the renewal must be signed, and that nothing is lost by being early."""
    return Letter(
        "E30",
        words("Time to renew: your award ends on %(day)s", day=last_day),
        (
            words("The last day of the award of %(council)s is %(day)s.", council=found.council, day=last_day),
            words(
                "The renewal begins with your last answers: you confirm or change each. If an approver has signed it by"
                " %(day)s, you go on holding the Mark while we review it.",
                day=last_day,
            ),
            words("The new award counts from the end of this one, so you lose nothing by being early."),
        ),
        words("Begin the renewal, or go on with it"),
        f"/council/{found.slug}/",
        words("If you do nothing, the award ends on that day, and the register and the badge say so."),
    )


def council_ends_letter(found: Case, council_until: date, award_until: date) -> Letter:
    """E38: what becomes of the Mark when the council is replaced."""
    return Letter(
        "E38",
        words("%(council)s is being replaced: what happens to the Mark", council=found.council),
        (
            words(
                "The last day of %(council)s, as we know it, is %(day)s. The last day of its award is %(award)s.",
                council=found.council,
                day=council_until,
                award=award_until,
            ),
            words(
                "An award does not pass on. A council that takes its place holds the Mark when it has its own award."
            ),
            words("Please plan to take down every badge, certificate and line that says you hold the Mark by then."),
        ),
        OPEN,
        award_page(found),
        words(
            "If you do nothing, the award ends all the same, and the register and the badge say so. If the day is"
            " wrong, tell the LGA."
        ),
    )
