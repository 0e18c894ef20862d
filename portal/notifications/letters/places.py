"""Letters about an award's official websites and accounts (E3b, E4a, E4b)."""

from portal.audit.work import Work
from portal.awards.states import PlaceKind
from portal.kernel.events import Event
from portal.kernel.permissions import Role
from portal.kernel.words import Words, words
from portal.notifications import people
from portal.notifications.actions import post
from portal.notifications.letter import Letter
from portal.places.models import ProposedWebsite


def proposed(work: Work, event: Event) -> None:
    """E3b to the administrators. The event's subject is the proposed website."""
    website = work.session.get_one(ProposedWebsite, event.subject_id)
    council = people.council_name(work.session, website.council_id)
    letter = Letter(
        "E3b",
        words("A website of %(council)s to check", council=council),
        (
            words(
                "%(council)s says that %(host)s is its own, and wants its badge to count there.",
                council=council,
                host=website.host,
            ),
            # Some portals open no websites (LINK_CHECKS): there it is the administrator who looks.
            words(
                "It was given a code to put there. The page of the website says whether we have found it, or where to"
                " look for it yourself. Whether it is added is for you to decide."
            ),
        ),
        words("Open the website’s page"),
        f"/administration/places/{website.id}",
        words("If you do nothing, the badge does not count there, and the council waits."),
    )
    post(work, letter, people.in_scheme(work.session, Role.ADMINISTRATOR))


def accepted(work: Work, event: Event) -> None:
    """E4a to the owners: the website is added."""
    website = work.session.get_one(ProposedWebsite, event.subject_id)
    letter = Letter(
        "E4a",
        words("%(host)s is one of your official websites now", host=website.host),
        (
            words(
                "We have checked that %(host)s is your council’s. Your badge counts there from now on.",
                host=website.host,
            ),
            words("You can take the code off the website again."),
        ),
        words("See your official websites"),
        _list_of(work, website),
        words("You do not need to do anything."),
    )
    post(work, letter, people.in_council(work.session, website.council_id, Role.OWNER))


def refused(work: Work, event: Event) -> None:
    """E4a to the owners: the website is not added, and why."""
    website = work.session.get_one(ProposedWebsite, event.subject_id)
    letter = Letter(
        "E4a",
        words("%(host)s was not added to your official websites", host=website.host),
        (
            words("The reason: %(reason)s", reason=event.reason),
            words("On that website your badge says “Check this badge”."),
        ),
        words("See what you can do"),
        _list_of(work, website),
        words(
            "If you do nothing, your other websites stay as they are. You can ask again when this has been put right."
        ),
    )
    post(work, letter, people.in_council(work.session, website.council_id, Role.OWNER))


def changed(work: Work, event: Event) -> None:
    """E4b to the owners: what was added or removed, by whom, so that nothing changes behind their backs.

    A website that was added has a letter of its own. The event's subject is the award.
    """
    said = _what(event)
    if said is None or event.council_id is None:
        return
    by = people.name(work.session, event.actor_id) if event.actor_id else ""
    letter = Letter(
        "E4b",
        words("Your official websites or accounts have changed"),
        (
            said,
            words("It was done by %(name)s. Everybody sees it on the register at once.", name=by or "–"),
        ),
        words("See your official websites and accounts"),
        f"/council/{people.slug(work.session, event.council_id)}/award/places",
        words("If this is right, you do not need to do anything. If it is not, put it right there."),
    )
    post(work, letter, people.in_council(work.session, event.council_id, Role.OWNER))


def _what(event: Event) -> Words | None:
    named = event.details.get("place")
    if named is None:
        return None
    # A letter leads to one place: what somebody typed is no link in it.
    place = str(named).removeprefix("https://")
    if event.details.get("added"):
        if event.details.get("kind") == PlaceKind.WEBSITE:
            return None
        return words("This account was added: %(place)s", place=place)
    if event.details.get("kind") == PlaceKind.WEBSITE:
        return words("This website was removed: %(place)s", place=place)
    return words("This account was removed: %(place)s", place=place)


def _list_of(work: Work, website: ProposedWebsite) -> str:
    return f"/council/{people.slug(work.session, website.council_id)}/award/places"
