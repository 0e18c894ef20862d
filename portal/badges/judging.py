"""What is right and wrong with a page that should show the badge, each with why and what to do. Pure."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from portal.badges.contentpolicy import refusing
from portal.badges.finding import Found, What
from portal.badges.findings import Finding, Kit, Looked, Rating, short
from portal.badges.judging_one import about
from portal.kernel.words import words

# A page that says so names itself to no other website.
_QUIET = frozenset({"no-referrer", "same-origin"})


def judged(page: Looked, found: tuple[Found, ...], kit: Kit) -> Iterator[Finding]:
    """Every finding about the page, in the order in which a web team would go through them."""
    if urlsplit(page.address).scheme != "https":
        yield Finding(
            Rating.WRONG,
            words("The page is not encrypted: its address begins with http://."),
            words("Anybody on the way can exchange the badge and the link."),
            words("Serve the page with https:// and send visitors there."),
        )
    if not found:
        yield _none(page, kit)
    for each in found:
        yield from about(each, kit)
    if any(each.what in (What.IMAGE, What.FRAME) for each in found):
        yield from _of_the_policy(page, found, kit)
        yield _of_the_referrer(page, found)
    if found and page.scripts:
        yield Finding(
            Rating.NOTE,
            words("The page has scripts, and this test runs none."),
            words("A badge that a script adds, changes or takes away cannot be seen here."),
            words("Look at the page in a browser too."),
        )
    if not page.is_whole:
        yield Finding(
            Rating.NOTE,
            words("The page is very long. We read its first megabyte."),
            do=words("If the badge is further down, put it on a shorter page."),
        )


def _none(page: Looked, kit: Kit) -> Finding:
    why = words("Readers without scripts see none either.") if page.scripts else None
    what = (
        words("We found no badge in the page as your server sends it. A badge that a script adds cannot be seen here.")
        if page.scripts
        else words("We found no badge on the page.")
    )
    return Finding(Rating.WRONG, what, why, words("Paste this line where the badge should stand:"), kit.to_copy.image)


def _of_the_policy(page: Looked, found: tuple[Found, ...], kit: Kit) -> Iterator[Finding]:
    if not any(page.policies):
        yield Finding(Rating.GOOD, words("The page has no content security policy, so nothing has to be added to one."))
        return
    for what, kind, line in (
        (What.IMAGE, "img-src", kit.to_copy.image_source),
        (What.FRAME, "frame-src", kit.to_copy.frame_source),
    ):
        address = next((each.address for each in found if each.what is what), None)
        if address is None:
            continue
        directive = refusing(page.policies, kind, address, page.address)
        if directive is None:
            yield Finding(Rating.GOOD, words("The page’s content security policy lets browsers show it."))
        else:
            yield Finding(
                Rating.WRONG,
                words(
                    "The page’s content security policy keeps browsers from showing it: %(rule)s",
                    rule=short(directive),
                ),
                words("Readers see an empty space."),
                words("Add this to the policy, and keep what is there:"),
                line,
            )


def _of_the_referrer(page: Looked, found: tuple[Found, ...]) -> Finding:
    own = next((each.shown.said("referrerpolicy") or "" for each in found if each.what is What.IMAGE), "")
    # The last that a browser knows counts.
    said = [word.strip().lower() for word in (own or page.referrer).split(",") if word.strip()]
    if said and said[-1] in _QUIET:
        return Finding(
            Rating.NOTE,
            words(
                "The page does not tell us which website the badge is shown on (%(policy)s).", policy=short(said[-1])
            ),
            words("That is safe: the badge is the ordinary one. We cannot tell your page from a copy either."),
        )
    return Finding(
        Rating.GOOD,
        words("The page tells us the name of its website when the badge is loaded."),
        words("That is how a copy on another website comes to say “Check this badge”. We do not keep it."),
    )
