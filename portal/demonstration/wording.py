"""What invented people write in the demonstration."""

from portal.criteria.edition import Criterion
from portal.demonstration.cast import Ending

WEAK = frozenset({"INC-1", "TWO-1", "SAF-1", "IMP-1", "IMP-2", "IMP-3", "OPN-2", "PPL-4"})

# One essential criterion below 2, and nothing else: small changes are enough.
NEARLY = frozenset({"TWO-1"})

FIGURES = b"month,questions,answered in time\n2026-07,214,181\n2026-08,190,166\n2026-09,241,209\n"

MISSING = (
    ("INF-2", "broken_link", "The link to the accounts page answers “page not found”."),
    ("TWO-1", "personal_data", "The third screenshot shows residents’ names. Please remove them."),
)

# What the reviewer asks, by criterion.
QUESTIONS = (
    ("TWO-1", "Your figures end in September. Which share was answered in time in October?"),
    ("INC-1", "The second link shows three posts with descriptions. Do you have a list for a whole month?"),
)

PUBLIC_NOTES = {
    Ending.SUSPENDED: "The annual check is late. The council has been asked to complete it.",
    Ending.WITHDRAWN: "The annual check was not done within 90 days.",
}

_OPENINGS = (
    "Communications and the service share this work, with a rota for weekdays and somebody on call at weekends.",
    "We wrote this down last spring, tried it for three months and changed it after listening to residents.",
    "Two officers lead on it. Each service has a named person who knows how to reach them the same day.",
)


def statement(criterion: Criterion, council: str) -> str:
    """What a council says on a criterion."""
    opening = _OPENINGS[(len(criterion.id) + criterion.weight + ord(criterion.id[-1])) % len(_OPENINGS)]
    good = " ".join(criterion.what_good_looks_like[:2])
    return f"At {council} we do this as follows. {opening}\n\n{good} The link shows examples from the last 12 months."


def note(criterion: Criterion) -> str:
    """What a piece of evidence shows."""
    return f"Examples for “{criterion.title}”: see the first section of the page"


def summary(council: str) -> str:
    """What a council says of itself on the register."""
    return (
        f"{council} answers questions on its main accounts from 9am to 5pm on weekdays, most of them within four "
        "working hours, and posts warnings at any hour. Our house rules say that criticism is welcome."
    )


def reason(criterion: Criterion, score: int) -> str:
    """Why a reviewer gives a score."""
    return f"The evidence fits this sentence best: {criterion.rubric[score]} We looked at the linked examples."


def improvement(criterion: Criterion, score: int) -> str:
    """What would move a score up."""
    return f"To move up, show this: {criterion.rubric[score + 1]}" if score < len(criterion.rubric) - 1 else ""


def live_check(criterion: Criterion) -> str:
    """What the reviewer saw on the day."""
    return "Looked at two of the listed accounts: 17 of 20 posts were as described." if criterion.live_check else ""


# Who took part in last year's day: posts, accounts, people reached, what they did.
ON_OUR_DAY = (
    ("wokingham", 33, 5, 17_400, "Eight services, from the registrars to the highways team."),
    ("swansea", 61, 9, 48_200, "From the first bins at five to the last library at eight, in both languages."),
    ("kent", 112, 14, 130_500, "Twelve services, two care homes, one very early gritter."),
    ("luton", 18, 3, None, ""),
    ("avon-fire-and-rescue-service", 24, 4, 21_000, "A night with Blue Watch, with everybody’s agreement."),
    ("peak-district-national-park-authority", 15, 2, 9_800, "Rangers, planners and a lost dog."),
)

# What colleagues say to each other on the draft: by the officer, then by the owner.
COMMENTS = (
    ("INF-2", "The page of accounts still lists the old library one. Can web take it off before we link it?"),
    ("INF-2", "Done this morning. Please link it, and say that we look through it every quarter."),
)
# What the second reviewer gives where the first gave two less: the one in moderation waits for a conversation.
APART = {"TWO-1": 3}
WHY_ON_HOLD = (
    "Parliament has been asked to replace your council in April. We go on once it is clear which council would hold "
    "the award."
)
# Somebody outside the council’s domains, who waits for an administrator.
AGENCY = "sam.poole@agency.example"
APPEALED = ("TWO-1",)
APPEAL = (
    "The reviewers say that we do not measure how fast we answer. We do: updates-by-month.csv, which we gave as "
    "evidence, has the figures for each month. We ask the panel to look at it."
)
ADVICE = "It names evidence that was there when the application was signed. I would hear it."
FINDING = "The file shows for each month how many questions were answered in time. The reasons do not mention it."
REPLY = ("TWO-1", "In October, 88% of 231 questions were answered within our four working hours.")
WHY_WITHDRAW = "Our head of communications leaves in December. We would rather apply again in spring."
WHY_MORE_TIME = "The officer who has the files is away until next week."
