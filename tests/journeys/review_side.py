"""What two reviewers, a lead reviewer and the council do until two blind reviews are one decision."""

from collections.abc import Iterable
from dataclasses import dataclass

from playwright.sync_api import expect

from tests.journeys import facts
from tests.journeys.browsing import Guest

HOME = f"/council/{facts.SLUG}/"
BESIDE = "Beside the council’s own score"
TALKED = "Two of the ten replies came late; the other eight were prompt and kind. Both agree."
FINAL = "Most replies are good, and two came after a week."
MOVES_UP = "Answer the last two as fast as the other eight."
DIFFERS = "Between the two: the late replies are real, and they are few."


@dataclass(frozen=True)
class Opinion:
    """What a reviewer finds on the first criterion; each text has a word that stands nowhere else."""

    score: int
    reason: str
    improvement: str
    live_check: str
    marks: tuple[str, ...]


HARSH = Opinion(
    0,
    "Quokka: two of ten questions had an answer after a week.",
    "Quince: answer within a day.",
    "Quagga: ten questions of October were read.",
    ("Quokka", "Quince", "Quagga"),
)
KIND = Opinion(
    2,
    "Zebra: eight of ten questions had a useful answer on the day.",
    "",
    "Zinnia: ten questions of October were read.",
    ("Zebra", "Zinnia"),
)


def propose(lead: Guest, name: str, link: str) -> None:
    """Ask somebody to review; ``link`` is what leads there."""
    lead.visit("/reviews/")
    lead.look()
    lead.follow(f"{link} for {facts.COUNCIL}")
    lead.look()
    lead.choose(name)
    lead.type_into("Why this reviewer?", "Knows district councils well.")
    lead.press("Ask this reviewer")
    lead.sees("The reviewer has been asked.")
    lead.look()


def object_to_nobody(owner: Guest, who: str) -> None:
    """The council reads who it is and says that it does not object."""
    owner.visit(HOME)
    owner.follow("Your reviewer: who it is, and your right to object")
    owner.sees(who)
    owner.look()
    owner.press("We have no objection")
    owner.sees("Your council has said that it does not object.")
    owner.look()


def accept(reviewer: Guest, of_how_many: int) -> None:
    """Declare no interest; the council does not object, so the review begins at once."""
    reviewer.visit("/reviews/")
    reviewer.look()
    reviewer.follow(f"Declare your interests in {facts.COUNCIL} and answer")
    reviewer.look()
    reviewer.choose("I have no conflict of interest and no link")
    reviewer.press("Send my answer")
    reviewer.sees(f"0 of {of_how_many} criteria scored.")
    reviewer.look()


def give(reviewer: Guest, opinion: Opinion) -> None:
    """Score the first criterion: the council's own score is there once the reviewer's own is saved, not before."""
    reviewer.follow(facts.task(facts.FIRST))
    expect(reviewer.page.locator("main")).not_to_contain_text(BESIDE)
    expect(reviewer.page.locator("main")).not_to_contain_text("The council’s:")
    reviewer.page.get_by_label(facts.FIRST.rubric[opinion.score]).check()
    reviewer.type_into("Reason", opinion.reason)
    reviewer.type_into("Notes on the live check", opinion.live_check)
    reviewer.look()
    if opinion.improvement:
        reviewer.press("Save", exact=True)
        reviewer.is_told("Say in a sentence what would move this score up. The council reads it.")
        expect(reviewer.page.locator("main")).not_to_contain_text(BESIDE)
        reviewer.look()
        reviewer.type_into("What would move this up?", opinion.improvement)
    reviewer.press("Save", exact=True)
    reviewer.sees(BESIDE)
    levels = facts.EDITION.levels
    reviewer.sees(f"Yours: {opinion.score}. {levels[opinion.score].label}")
    reviewer.sees(f"The council’s: 2. {levels[2].label}")
    reviewer.look()


def lock(reviewer: Guest, reference: str, of_how_many: int) -> None:
    """Lock the scores, once every criterion has one."""
    reviewer.visit(f"/reviews/{reference}/")
    reviewer.sees(f"{of_how_many} of {of_how_many} criteria scored.")
    reviewer.look()
    reviewer.press("Go on to locking")
    reviewer.look()
    reviewer.press("Lock the scores")
    reviewer.sees("Your scores are locked.")
    reviewer.look()


def finds_nowhere(guest: Guest, reference: str, opinions: Iterable[Opinion]) -> None:
    """Assert that no page of this application that the person may try to open has a word of these opinions."""
    case, criterion = f"/reviews/{reference}", facts.FIRST.id
    pages = ("/reviews/", f"{case}/", f"{case}/{criterion}", f"{case}/lock", f"{case}/compared", f"{case}/recompute")
    leading = (f"{case}/moderation", f"{case}/moderation/{criterion}", f"/administration/cases/{reference}")
    council = (HOME, f"{HOME}results/{reference}", f"{HOME}application/timeline")
    for path in (*pages, *leading, *council):
        guest.visit(path)
        read = guest.page.content()
        for opinion in opinions:
            assert [mark for mark in opinion.marks if mark in read] == [], path


def talk_and_moderate(lead: Guest) -> None:
    """The difference comes first; there is no decision before the conversation about it is on record."""
    lead.visit("/reviews/")
    lead.look()
    lead.follow(f"Moderate {facts.COUNCIL}")
    lead.sees(f"The reviewers are 2 or more apart on {facts.FIRST.id}.")
    lead.sees("The greatest differences first.")
    first = lead.page.locator("tbody tr").first
    expect(first).to_contain_text(facts.task(facts.FIRST))
    expect(first).to_contain_text("To be talked about")
    lead.look()
    lead.press("Take over the scores that the reviewers agree on")
    lead.sees("27 of 28 criteria have their final score.")
    lead.look()
    lead.follow(facts.task(facts.FIRST))
    lead.sees(HARSH.reason)
    lead.sees(KIND.reason)
    lead.sees("The reviewers have to talk about this before you decide.")
    lead.look()
    lead.page.get_by_label(facts.FIRST.rubric[1]).check()
    lead.type_into("Reason, as the council will read it", FINAL)
    lead.type_into("What would move it up, as the council will read it", MOVES_UP)
    lead.press("Save and go on")
    lead.is_told("Say in a sentence why this differs from a reviewer’s score.")
    lead.look()
    lead.type_into("If it differs from a reviewer’s score, why", DIFFERS)
    lead.press("Save and go on")


def decide(lead: Guest, reference: str) -> None:
    """With every final score given, the conversation is what is still missing; then it is decided."""
    lead.visit(f"/reviews/{reference}/moderation")
    lead.sees("28 of 28 criteria have their final score.")
    lead.sees(f"The reviewers have to talk about {facts.FIRST.id} before you decide")
    lead.sees("Record the conversation, then you can decide.")
    expect(lead.page.get_by_role("button", name="Decide")).to_have_count(0)
    lead.look()
    lead.follow("Record a conversation")
    expect(lead.page.get_by_label(facts.task(facts.FIRST))).to_be_checked()
    lead.look()
    lead.press("Record it")
    lead.is_told(
        "Give the day on which you talked, such as 18 11 2026.",
        "Say in a sentence or two what was said and what follows from it.",
    )
    lead.look()
    for part, number in (("Day", "18"), ("Month", "11"), ("Year", "2026")):
        lead.type_into(part, number)
    lead.type_into("What was said, and what follows from it", TALKED)
    lead.press("Record it")
    lead.sees(TALKED)
    lead.sees("Talked about")
    lead.look()
    lead.press("Decide: Not yet")
    lead.sees("The council has the result.")
    lead.look()


def compare(reviewer: Guest, own: Opinion, other: Opinion, final: str) -> None:
    """Once the result is out, a reviewer reads what the other gave, and what was decided."""
    reviewer.visit("/reviews/")
    reviewer.follow(f"What each reviewer gave {facts.COUNCIL}, and what was decided")
    card = reviewer.page.get_by_role("region", name=facts.task(facts.FIRST))
    expect(card).to_contain_text(f"You: {own.score}")
    for words in (own.reason, f": {other.score}", other.reason, final):
        expect(card).to_contain_text(words)
    reviewer.look()
