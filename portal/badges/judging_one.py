"""What is right and wrong with one badge on a page: address, link, alternative, measures, a copy's age. Pure."""

import re
from collections.abc import Iterator
from datetime import date

from portal.badges.finding import Found, What
from portal.badges.findings import Finding, Kit, Rating, short
from portal.kernel.words import words

# Words that a text alternative must not have: they would stay when the award ends.
_CLAIMS = re.compile(r"\b(hold(s|ers?|ing)?|awarded|certified|accredited|approved|holder|deiliad|dyfarnwyd)\b", re.I)
_MARK = re.compile(r"social media friendly|cyfryngau cymdeithasol", re.I)
OLD_AFTER_DAYS = 31


def about(each: Found, kit: Kit) -> Iterator[Finding]:
    """Every finding about this badge, but for those that concern the page."""
    yield from _of_the_address(each, kit)
    if each.what is What.FRAME:
        if not (each.shown.said("title") or "").strip():
            yield Finding(
                Rating.WRONG,
                words("The frame has no title."),
                words("A screen reader announces a frame by its title."),
                words("Use this line:"),
                kit.to_copy.frame,
            )
    elif each.shown.tag != "source":
        yield from _of_the_link(each, kit)
        yield from _of_the_alternative(each, kit)
    yield from _of_the_measures(each, kit)
    yield from _of_the_manner(each, kit)


def _line(each: Found, kit: Kit) -> str:
    return {What.FRAME: kit.to_copy.frame, What.COPY: kit.to_copy.hosted}.get(each.what, kit.to_copy.image)


def _of_the_address(each: Found, kit: Kit) -> Iterator[Finding]:
    line, number = _line(each, kit), kit.place.number
    if each.what is What.TEST:
        yield Finding(
            Rating.WRONG,
            words("The test badge is on the page."),
            words("It says “TEST” and stands for no award."),
            words("Put the real one in its place:"),
            line,
        )
    elif each.what is What.OTHER:
        yield Finding(
            Rating.WRONG,
            words("The address %(address)s is none of a badge.", address=short(each.address)),
            words("Readers see a broken picture, or none."),
            words("Use this line:"),
            line,
        )
    elif each.what is not What.COPY and each.number != number:
        yield Finding(
            Rating.WRONG,
            words(
                "The badge has the number %(found)s. This award’s is %(number)s.",
                found=short(each.number),
                number=number,
            ),
            words("It shows another award, an older one of yours, or nothing."),
            words("Use this line:"),
            line,
        )
    elif each.what is not What.COPY and not each.address.startswith(f"{kit.place.site}/"):
        yield Finding(
            Rating.WRONG,
            words(
                "The badge is loaded from %(address)s, which is not exactly its address.", address=short(each.address)
            ),
            words("Browsers block or change what an encrypted page loads over http://, and a redirect costs time."),
            words("Use this line:"),
            line,
        )
    elif each.what is not What.COPY:
        yield Finding(Rating.GOOD, words("The badge of this award is on the page, and its address is right."))


def _of_the_link(each: Found, kit: Kit) -> Iterator[Finding]:
    if kit.place.is_verify(each.link):
        yield Finding(Rating.GOOD, words("The link around it leads to the page where everybody can check it."))
        return
    what = (
        words("The link around it leads to %(address)s.", address=short(each.link))
        if each.link
        else words("There is no link around it.")
    )
    why = words("A picture can be copied. Only the verify page tells a reader whether it is true.")
    yield Finding(Rating.WRONG, what, why, words("Use this line, the link included:"), _line(each, kit))


def _of_the_alternative(each: Found, kit: Kit) -> Iterator[Finding]:
    alt, line = each.shown.said("alt"), _line(each, kit)
    if not (alt or "").strip():
        yield Finding(
            Rating.WRONG,
            words("The picture has no text alternative."),
            words("A reader who cannot see it hears nothing, or the address of the file."),
            words("Use this line:"),
            line,
        )
    elif alt in kit.alternatives:
        yield Finding(Rating.GOOD, words("The text alternative is true however the award stands."))
    elif _CLAIMS.search(alt or ""):
        yield Finding(
            Rating.WRONG,
            words("The text alternative makes a claim: “%(alt)s”.", alt=short(alt or "")),
            words("The picture changes when the award ends. Your text would go on saying it, and would be false."),
            words("Use the text of this line, which is true however the award stands:"),
            line,
        )
    elif not _MARK.search(alt or ""):
        yield Finding(
            Rating.WRONG,
            words("The text alternative does not name the Mark: “%(alt)s”.", alt=short(alt or "")),
            words("A reader who cannot see the picture does not learn what it is or where the link leads."),
            words("Use this line:"),
            line,
        )
    else:
        yield Finding(
            Rating.NOTE,
            words("The text alternative has words of your own: “%(alt)s”.", alt=short(alt or "")),
            words("They must stay true when the award ends."),
        )


def _of_the_measures(each: Found, kit: Kit) -> Iterator[Finding]:
    if each.shown.tag == "source":
        return
    width, height = each.shown.said("width"), each.shown.said("height")
    if not width or not height:
        yield Finding(
            Rating.WRONG,
            words("Width and height are not both given."),
            words("The page jumps when the picture arrives."),
            words("Use this line:"),
            _line(each, kit),
        )
    elif each.what is not What.COPY and (width, height) not in kit.measures:
        yield Finding(
            Rating.NOTE,
            words(
                "It is shown at %(width)s by %(height)s, which is none of its sizes.",
                width=short(width),
                height=short(height),
            ),
            words("It may be squeezed, or too small to read."),
            words("Choose a size on the page of the kit."),
        )


def _of_the_manner(each: Found, kit: Kit) -> Iterator[Finding]:
    if each.later or each.shown.scripts_off:
        yield Finding(
            Rating.NOTE,
            words("A script of your page loads the badge later."),
            words('Where scripts do not run, it may be missing. Browsers load late by themselves with loading="lazy".'),
            words("Use this line:"),
            _line(each, kit),
        )
    elif each.shown.said("loading") == "lazy":
        yield Finding(Rating.GOOD, words("Browsers load it only when a reader comes near it."))
    if each.what is What.IMAGE and each.shown.said("crossorigin") is not None:
        yield Finding(
            Rating.WRONG,
            words("The picture has the attribute crossorigin."),
            words("Browsers then ask for a permission that pictures do not need, and do not show it."),
            words("Take the attribute out, or use this line:"),
            kit.to_copy.image,
        )


_POSITION = re.compile(r"Position on (\d{1,2}) (\w+) (\d{4})")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def of_the_copy(each: Found, svg: str | None, today: date, kit: Kit) -> Finding:
    """What a copy of the picture is worth; ``svg`` is its text where it is one on the council's own website."""
    drawn = _drawn_on(svg or "")
    if drawn is not None and kit.place.number not in (svg or ""):
        return Finding(
            Rating.WRONG,
            words("The picture %(address)s is of another award.", address=short(each.address)),
            words("Its number is not this award’s."),
            words("Save the picture of the kit anew, or use the live one:"),
            kit.to_copy.image,
        )
    if drawn is not None and (today - drawn).days > OLD_AFTER_DAYS:
        return Finding(
            Rating.WRONG,
            words("The copy of the picture on your server is from %(day)s.", day=drawn),
            words("It says how the award stood on that day, and readers see that it is old."),
            words("Save it again, or use the live picture, which is always of today:"),
            kit.to_copy.image,
        )
    return Finding(
        Rating.NOTE,
        words("The picture %(address)s is a copy.", address=short(each.address)),
        words("It does not change when the award does."),
        words("Save it again each month and take it away when the award ends, or use the live picture:"),
        kit.to_copy.image,
    )


def _drawn_on(svg: str) -> date | None:
    found = _POSITION.search(svg)
    if found is None or found[2] not in _MONTHS:
        return None
    try:
        return date(int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1]))
    except ValueError:
        return None
