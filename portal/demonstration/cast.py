"""Who appears in the demonstration. The councils are real; every person, answer and result is invented."""

from dataclasses import dataclass
from enum import StrEnum

from portal.applications.states import ApplicationState
from portal.kernel.permissions import Role


@dataclass(frozen=True)
class StaffPerson:
    """Somebody who works for the scheme; ``employer`` is what a council is told of a reviewer."""

    email: str
    name: str
    role: Role
    employer: str = "Local Government Association"
    outside: bool = False


ADMINISTRATOR = StaffPerson("alex.marsh@mark.example", "Alex Marsh", Role.ADMINISTRATOR)
LEAD = StaffPerson("leila.haddad@mark.example", "Leila Haddad", Role.LEAD)
FIRST_REVIEWER = StaffPerson("rhys.bevan@mark.example", "Rhys Bevan", Role.REVIEWER)
SECOND_REVIEWER = StaffPerson("ruth.okafor@mark.example", "Ruth Okafor", Role.REVIEWER, "Kent County Council")
# Who looks too where a second review is needed.
THIRD_REVIEWER = StaffPerson("idris.cole@mark.example", "Idris Cole", Role.REVIEWER)
# They hear appeals; the last is from outside local government.
PANEL = (
    StaffPerson("grace.adeyemi@mark.example", "Grace Adeyemi", Role.PANEL, "Retired chief executive"),
    StaffPerson("huw.prosser@mark.example", "Huw Prosser", Role.PANEL, "Cardiff University"),
    StaffPerson("nadia.rahman@mark.example", "Nadia Rahman", Role.PANEL, "Residents’ Voice", outside=True),
)
STAFF = (
    ADMINISTRATOR,
    LEAD,
    FIRST_REVIEWER,
    SECOND_REVIEWER,
    THIRD_REVIEWER,
    StaffPerson("second.lead@mark.example", "Tomasz Nowak", Role.LEAD),
    *PANEL,
)
# Whom this reviewer must not review, and why: shows that people with a conflict cannot be chosen.
CONFLICTS = {SECOND_REVIEWER.email: ("kent", "Employed there")}

FIRST_NAMES = (
    "Amara", "Bethan", "Callum", "Dilys", "Ewan", "Farida", "Gethin", "Harriet", "Imran", "Joan", "Kofi", "Lowri",
    "Meera", "Niamh", "Oscar", "Priya", "Quentin", "Rosa", "Siôn", "Tamsin", "Usha", "Victor", "Wendy", "Yusuf",
)  # fmt: skip
LAST_NAMES = (
    "Abbott", "Blythe", "Chowdhury", "Davies", "Eze", "Fletcher", "Griffiths", "Hussain", "Ivanov", "Jones", "Kaur",
    "Llewellyn", "Mensah", "Nolan", "O’Brien", "Patel", "Quigley", "Rees", "Shah", "Thomas", "Umar", "Vaughan",
    "Ŵynne", "Young",
)  # fmt: skip


class Marks(StrEnum):
    """How a council does: what the reviewer's scores come to."""

    COMMENDED = "commended"
    AWARDED = "awarded"
    NOT_YET = "not_yet"
    NEARLY = "nearly"


class Ending(StrEnum):
    """What has become of an award since."""

    RUNS = "runs"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    GIVEN_UP = "given_up"
    COUNCIL_REPLACED = "council_replaced"


@dataclass(frozen=True)
class AwardStory:
    """An award granted some days ago, and what has become of it; ``slug`` is the council's."""

    slug: str
    granted_days_ago: int
    marks: Marks = Marks.AWARDED
    ending: Ending = Ending.RUNS


# Each standing once, one award with commendation, a Welsh council among the current ones; Camden has renewed.
AWARDS = (
    AwardStory("gwynedd", 120),
    AwardStory("leeds", 90, Marks.COMMENDED),
    AwardStory("torbay", 30),
    AwardStory("cornwall", 600),
    AwardStory("brighton-and-hove", 800),
    AwardStory("norwich", 300, ending=Ending.SUSPENDED),
    AwardStory("harlow", 400, ending=Ending.WITHDRAWN),
    AwardStory("exmoor-national-park-authority", 350, ending=Ending.GIVEN_UP),
    AwardStory("camden", 690),
    AwardStory("camden", 60),
    # Its 24 months are over; the award holds while the renewal is reviewed.
    AwardStory("york", 745),
    AwardStory("elmbridge", 200, ending=Ending.COUNCIL_REPLACED),
)

# One application in every state, but for those that time closes, and the days since it came into it. The award stories
# have released results of their own.
APPLICATIONS = (
    ("wokingham", ApplicationState.DRAFT, 2),
    ("lancaster", ApplicationState.AWAITING_DECLARATION, 2),
    ("wigan", ApplicationState.SUBMITTED, 1),
    ("rutland", ApplicationState.COMPLETENESS_CHECK, 3),
    ("stroud", ApplicationState.RETURNED_INCOMPLETE, 5),
    ("kent", ApplicationState.READY_TO_ASSIGN, 4),
    ("derby", ApplicationState.REVIEWER_PROPOSED, 2),
    ("avon-fire-and-rescue-service", ApplicationState.IN_REVIEW, 6),
    ("peak-district-national-park-authority", ApplicationState.MODERATION, 3),
    ("swansea", ApplicationState.DECIDED, 1),
    ("luton", ApplicationState.FEEDBACK_RELEASED, 20),
    ("ipswich", ApplicationState.WITHDRAWN, 40),
    ("monmouthshire", ApplicationState.CLARIFICATION_REQUESTED, 4),
    ("ribble-valley", ApplicationState.LAPSED, 420),
    ("redditch", ApplicationState.RESUBMISSION_DRAFT, 25),
    ("bolton", ApplicationState.SECOND_REVIEW, 5),
    ("torfaen", ApplicationState.ON_HOLD, 7),
    ("york", ApplicationState.IN_REVIEW, 26),
)

# Another result, which can still be improved.
NEARLY_THERE = ("dover", 15)

# A council that appeals against its result of some days ago.
APPEALED = ("blaby", 16)

# A person waits to be verified for this one.
CLAIMED = ("sunderland", "Communications manager")
