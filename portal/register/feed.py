"""What was decided lately, as an Atom feed: one entry for each line of the log, under an id that never changes."""

from xml.etree import ElementTree as ET

from sqlalchemy.orm import Session

from portal.transparency.queries import newest

MIMETYPE = "application/atom+xml"
ENTRIES = 50
ATOM = "http://www.w3.org/2005/Atom"
# Of a feed in which nothing has happened yet.
LONG_AGO = "2026-01-01T00:00:00Z"

ET.register_namespace("", ATOM)


def as_atom(session: Session, home: str) -> str:
    """The feed of a portal at this address, which has no slash at its end. Newest first."""
    told = newest(session, ENTRIES)
    feed = ET.Element(f"{{{ATOM}}}feed")
    _add(feed, "id", f"{home}/register.atom")
    _add(feed, "title", "Social Media Friendly Mark: changes of the register")
    _add(feed, "updated", told[0].at if told else LONG_AGO)
    _add(feed, "link", rel="self", type=MIMETYPE, href=f"{home}/register.atom")
    _add(feed, "link", rel="alternate", type="text/html", href=f"{home}/log")
    author = ET.SubElement(feed, f"{{{ATOM}}}author")
    _add(author, "name", "Social Media Friendly Mark")
    for line in told:
        entry = ET.SubElement(feed, f"{{{ATOM}}}entry")
        _add(entry, "id", f"{home}/log.jsonl#line-{line.place}")
        _add(entry, "title", f"{_plain(line.council)}: {line.decided}")
        _add(entry, "updated", line.at)
        _add(entry, "link", rel="alternate", type="text/html", href=f"{home}/verify/{line.award}")
        _add(entry, "summary", _plain(f"{line.decided}. {line.note}".strip()))
    return ET.tostring(feed, encoding="unicode", xml_declaration=False)


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes).text = text or None


def _plain(text: str) -> str:
    """On one line, without the control characters that XML has no way to write."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
