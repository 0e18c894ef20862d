"""Who and what the story is about: a real council, invented people, and what they type."""

from portal.criteria.edition import Criterion, Edition
from portal.criteria.loading import EDITIONS, load_edition

COUNCIL = "Ashfield District Council"
SLUG = "ashfield"
DOMAIN = "ashfield.gov.uk"
WELSH_NAMED = "Siân Ŵyn-O’Connor"
APPROVER = "Priya Chowdhury"
OFFICER_EMAIL = f"sian@{DOMAIN}"
APPROVER_EMAIL = f"priya@{DOMAIN}"

EDITION: Edition = load_edition((EDITIONS / "2026.yaml").read_text(encoding="utf-8"))
FIRST: Criterion = EDITION.criteria[0]
REST: tuple[Criterion, ...] = EDITION.criteria[1:]
# The council finds itself wanting here, so it needs no evidence; the lead reviewer disagrees with the reviewer here.
WEAK = EDITION.criterion("IMP-3")

STATEMENT = 'We answer, "always", within a day\n=cmd ŵ 🙂 שלום <b>kindly</b>, ' + "w" * 90
TOO_LONG = "word " * 301
REASON = "Nine of ten replies came within a day and were kind, as the evidence shows."
IMPROVEMENT = "Say every year what was learnt from others."
SUMMARY = "We tell residents what happens, answer within a day and never buy followers."
ACCOUNTS = f"https://social.example/@{SLUG}\nhttps://video.example/c/{SLUG}?a=1&b=2"
PROMISE = f"https://{DOMAIN}/social-media-promise"
LINK = f"https://{DOMAIN}/evidence?a=1&b=2"


def self_score(criterion: Criterion) -> int:
    """What the council gives itself."""
    return 1 if criterion == WEAK else 2


def task(criterion: Criterion) -> str:
    """The words under which a criterion is found in lists."""
    return f"{criterion.id} {criterion.title}"


NOTE = "The replies of October, with their times."
LIVE_CHECK = "18 November: nine of ten posts had a text alternative."
