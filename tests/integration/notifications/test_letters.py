"""Every letter, as an email: text and HTML, one action, plain words, whatever names people have typed (D2)."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from email.message import EmailMessage
from uuid import uuid4

from sqlalchemy import select

from portal.accounts.models import Invitation, Membership, Person, StaffRole
from portal.accounts.states import InvitationState
from portal.applications.models import Application, WithdrawalRequest
from portal.applications.states import WithdrawalAnswer
from portal.assignments import actions as assignments
from portal.assignments import linking
from portal.assignments.models import Assignment
from portal.assignments.states import Interest, Place
from portal.audit.work import Work
from portal.clarifications.models import ClarificationRound
from portal.concerns.wording import PLACES
from portal.councils.models import Council
from portal.criteria import actions as criteria
from portal.criteria.queries import edition_of
from portal.kernel.calendar import add_working_days
from portal.kernel.clock import today
from portal.kernel.permissions import Permission, Role
from portal.kernel.words import Words
from portal.notifications.composing import LONGEST_LINE, LONGEST_SUBJECT, composer
from portal.notifications.kinds import KINDS
from portal.notifications.letter import Letter, from_document
from portal.notifications.models import DigestEntry, OutboxEmail
from portal.objections import actions as objections
from portal.oversight.weekly import weekly_due
from portal.team.models import AccessReview
from tests.factories import claims, completeness, decisions, declarations, reviews
from tests.factories.applications import Team, acting, make_team, start_application
from tests.factories.awards import AWKWARD_COUNCIL, make_council, the_edition
from tests.factories.people import AWKWARD_NAME, make_person, make_staff
from tests.integration.notifications import appealing, standing
from tests.integration.notifications.concerning import tell_of_concerns
from tests.integration.notifications.days import DAY, Days
from tests.integration.notifications.placing import tell_of_places
from tests.integration.visiting import Page

HOSTILE = 'Because "of", =cmd ŵ 🙂 שלום\nBcc: all@example.org <script>alert(1)</script>'
# What D2 keeps out of every body, and words that the portal does not use.
FORBIDDEN = re.compile(
    r"\b(scor\w*|evidence|submission|submit\w*|organisation|assessor|marking|status|click\w*|fail\w*)\b", re.IGNORECASE
)
HEADERS = [
    "Auto-Submitted",
    "Content-Language",
    "Content-Type",
    "Date",
    "From",
    "MIME-Version",
    "Message-ID",
    "Subject",
    "To",
]
OF_SIGNING_IN = (
    "person:second_step_set_up",
    "person:second_step_removed",
    "person:signed_out_everywhere",
    "person:app_removed",
    "person:passkey_added",
    "person:passkey_renamed",
    "person:passkey_removed",
    "person:recovery_codes_made",
    "person:recovery_code_used",
)
# Late enough that what is under way is overdue.
A_MONDAY = date(2027, 2, 1)
# An email with a code has no link: the code is typed where it was asked for.
WITHOUT_ACTION = {"E1"}
# Nothing is left to do for whoever has left; test_leaving says who is led where.
SOMETIMES_WITHOUT = {"E6"}


def hostile(work: Work) -> Council:
    return make_council(work, f"{AWKWARD_COUNCIL}{uuid4()}")


def tell_of_people(work: Work) -> None:
    person, administrator = make_person(work, name=AWKWARD_NAME), make_staff(work, Role.ADMINISTRATOR)
    team = make_team(work, hostile(work))
    work.announce("sign_in:code_requested", person.id, email=person.email, code="12345678")
    work.announce("staff:invited", person.id, email=person.email, role=Role.LEAD)
    for event in OF_SIGNING_IN:
        work.announce(event, person.id, email=person.email, passkey=HOSTILE, before=AWKWARD_NAME, left=9)
    listed = claims.make_listed_council(work, "listed", name=AWKWARD_COUNCIL)
    claim = claims.claim(work, listed, make_person(work, "somebody@listed.gov.uk", AWKWARD_NAME))
    for event in ("claim:made", "claim:accepted", "claim:refused"):
        work.announce(event, claim.id, claim.council_id)
    invite(work, team, "invitation:sent")
    refused = invite(work, team, "invitation:approval_needed", InvitationState.TO_BE_APPROVED)
    acting(work, administrator).perform(refused, "refuse", reason=HOSTILE)
    held = work.session.scalars(select(Membership).where(Membership.person_id == team.contributor.id)).one()
    work.perform(held, "end")
    work.perform(work.session.scalars(select(StaffRole).where(StaffRole.person_id == administrator.id)).one(), "end")
    review = AccessReview(id=uuid4(), council_id=team.council.id, opened_at=work.clock.now())
    work.session.add(review)
    work.session.flush()
    work.announce("access_review:opened", review.id, team.council.id)


def invite(work: Work, team: Team, event: str, state: InvitationState | None = None) -> Invitation:
    invitation = Invitation(
        id=uuid4(),
        council_id=team.council.id,
        email="invited@example.org",
        role=Role.CONTRIBUTOR,
        invited_by_id=team.owner.id,
        sent_at=work.clock.now(),
        expires_at=work.clock.now() + timedelta(days=7),
    )
    acting(work, team.owner).begin(invitation, Permission.TEAM_MANAGE, event, state=state)
    return invitation


def tell_of_writing(work: Work) -> None:
    administrator, team = make_staff(work, Role.ADMINISTRATOR), make_team(work, hostile(work))
    application = declarations.sent_application(work, team)
    given = {"criterion": "INF-1", "person_id": str(team.contributor.id)}
    acting(work, team.approver).announce("comment:written", application.id, team.council.id, criterion="INF-1")
    acting(work, team.owner).announce("answer:allocated", application.id, team.council.id, **given)
    declarations.hand_back(work, team, HOSTILE)
    declarations.send(work, team)
    declarations.sign(work, team)
    wish = WithdrawalRequest(
        application_id=application.id, reason=HOSTILE, asked_by_id=team.owner.id, asked_at=work.clock.now()
    )
    work.session.add(wish)
    work.session.flush()
    acting(work, team.owner).announce("withdrawal:asked", application.id, team.council.id)
    wish.answer, wish.answered_at, wish.answered_by_id = WithdrawalAnswer.REFUSED, work.clock.now(), team.approver.id
    work.session.flush()
    acting(work, team.approver).announce("withdrawal:answered", application.id, team.council.id)
    held = declarations.application_of(work, team)
    completeness.open_check(work, held, administrator)
    completeness.return_incomplete(work, held, administrator)
    work.announce("deadline:extended", held.id, held.council_id)
    work.perform(declarations.application_of(work, team), "lapse")
    other = make_team(work, hostile(work))
    work.perform(start_application(work, other), "lapse")
    third = make_team(work, hostile(work))
    acting(work, third.owner).perform(start_application(work, third), "withdraw")


def tell_of_review(work: Work, scores: dict[str, int | None]) -> tuple[Application, Person]:
    reviewer, lead = (make_staff(work, role, name=AWKWARD_NAME) for role in (Role.REVIEWER, Role.LEAD))
    application = decisions.scored(work, hostile(work), reviewer, lead, scores)
    first = select(Assignment).where(Assignment.application_id == application.id, Assignment.place == Place.FIRST)
    assignment = work.session.scalars(first).one()
    for event in ("assignment:reopened", "assignment:proposed"):
        work.announce(event, assignment.id, application.council_id)
    work.announce("application:reviewer_lost", application.id, application.council_id)
    decisions.moderated(work, application, lead)
    return decisions.decided(work, application, lead), lead


def tell_of_objections(work: Work, application: Application, reviewer: Person, lead: Person) -> None:
    owner, reference = reviews.owner_of(work, application), application.reference
    slug = work.session.get_one(Council, application.council_id).slug
    other = make_staff(work, Role.REVIEWER, name=AWKWARD_NAME)
    linked = make_staff(work, Role.REVIEWER, name=AWKWARD_NAME)
    reviews.assign(work, application, linked, lead)
    reviews.decline(work, application, linked, Interest.MINOR, HOSTILE)
    linking.accept_link(acting(work, lead), linking.AcceptLink(reference, HOSTILE))
    assignments.take_back_proposal(acting(work, lead), assignments.TakeBackProposal(reference, HOSTILE))
    for person, upheld in ((other, True), (reviewer, False)):
        asked = reviews.assign(work, application, person, lead)
        objections.object_to_reviewer(acting(work, owner), objections.Object(slug, asked.id, HOSTILE))
        objections.answer_objection(acting(work, lead), objections.AnswerObjection(reference, upheld, HOSTILE))


def tell_of_questions(work: Work) -> None:
    reviewer, lead = (make_staff(work, role, name=AWKWARD_NAME) for role in (Role.REVIEWER, Role.LEAD))
    application = reviews.application_ready_to_assign(work, hostile(work))
    tell_of_objections(work, application, reviewer, lead)
    reviews.accept(work, application, reviewer)
    work.session.add(
        ClarificationRound(
            application_id=application.id,
            number=1,
            reviewer_id=reviewer.id,
            begun_at=work.clock.now(),
            asked_at=work.clock.now(),
            answer_by=add_working_days(today(work.clock), 10),
        )
    )
    work.session.flush()
    for event in ("clarification:requested", "clarification:timed_out"):
        work.announce(event, application.id, application.council_id)


def tell_of_editions(work: Work) -> None:
    administrator = acting(work, make_staff(work, Role.ADMINISTRATOR))
    edition = edition_of(work.session, the_edition(work).id)
    following = replace(edition, framework=replace(edition.framework, edition="2027", version="2.0"))
    criteria.unschedule(administrator, criteria.schedule(administrator, following, DAY), HOSTILE)


def every_email(days: Days) -> Iterator[tuple[str, Letter, EmailMessage]]:
    """Number, letter and email of everything that was written, alone or into a summary."""
    compose = composer(days.running.config, days.clock)
    with days.database.reading() as session, days.app.app_context():
        rows = [(row.id, row.code, row.to_address, row.letter) for row in session.scalars(select(OutboxEmail))]
        rows += [(row.id, row.code, row.to_address, row.letter) for row in session.scalars(select(DigestEntry))]
        for key, code, address, kept in rows:
            letter = from_document(code, kept)
            yield code, letter, compose(key, address, letter)


def said_by(letter: Letter) -> list[str]:
    """The portal's own words in the letter, without the names and reasons that people have typed."""

    def inside(said: Words) -> list[str]:
        return [
            said.text,
            *(part for value in said.values.values() if isinstance(value, Words) for part in inside(value)),
        ]

    whole = (letter.subject, *letter.paragraphs, letter.action, letter.otherwise, *(item.said for item in letter.items))
    return [part for said in whole if said for part in inside(said)]


def faults(origin: str, code: str, letter: Letter, message: EmailMessage) -> list[str]:
    """What D2 and old mail programs would not put up with."""
    text, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    page, plain = Page(html.get_content()), text.get_content()
    # Who is better placed to deal with a concern is named with an address of theirs, to be read rather than followed.
    theirs = {place.address for place in PLACES.values()}
    addresses = [found for found in re.findall(r"https?://\S+", plain) if found not in theirs]
    links = [target for _said, target in page.links]
    expected = [item.path for item in letter.items if item.path] + ([letter.path] if letter.action else [])
    long = [line for line in plain.splitlines() if len(line) > LONGEST_LINE and " " in line.strip()]
    found = {
        "headers": sorted(message.keys()) != HEADERS,
        "subject": not 0 < len(str(message["Subject"])) <= LONGEST_SUBJECT,
        "nesting": [fault for fault in page.faults if not fault.startswith("inline style")] != [],
        "language": page.lang != letter.language,
        "markup": "<script" in page.html.lower(),
        "links in HTML": [address.removeprefix(origin) for address in links] != expected,
        "links in text": len(addresses) != len(expected),
        "no action": code not in SOMETIMES_WITHOUT and (letter.action is None) != (code in WITHOUT_ACTION),
        "not told what happens otherwise": letter.otherwise is None,
        "long lines": long != [],
        "words": [part for part in said_by(letter) if FORBIDDEN.search(part)] != [],
        "a placeholder": "%(" in plain or "%(" in page.html,
    }
    return [f"{code}: {name}: {message['Subject']}" for name, wrong in found.items() if wrong]


def test_every_letter_is_one_that_anybody_can_read_and_nobody_can_abuse(days: Days) -> None:
    with days.work() as work:
        tell_of_people(work)
        tell_of_writing(work)
        tell_of_questions(work)
        tell_of_editions(work)
        standing.tell_of_awards(work, hostile(work), HOSTILE)
        standing.tell_of_an_award_that_is_ended(work, hostile(work), HOSTILE)
        standing.tell_of_awards_that_will_end(work, hostile(work), hostile(work))
        tell_of_places(work, hostile(work), HOSTILE)
        tell_of_concerns(work, hostile(work), HOSTILE)
        appealing.tell_of_an_appeal_that_is_not_upheld(work, *tell_of_review(work, {}), HOSTILE)
    with days.work() as work:
        edition = edition_of(work.session, the_edition(work).id)
        essential = next(criterion.id for criterion in edition.criteria if criterion.essential)
        appealing.tell_of_an_appeal_that_is_upheld(work, tell_of_review(work, {essential: 1})[0], essential)
        appealing.tell_of_an_appeal_that_is_not_admitted(work, tell_of_review(work, {essential: 1})[0])
    days.at(DAY + timedelta(days=1))
    days.sweep()
    days.at(add_working_days(DAY + timedelta(days=62), 1))
    days.sweep()
    days.at(A_MONDAY)
    with days.work() as work:
        for step in list(weekly_due(work.session, days.clock.now())):
            step(work)
    written = list(every_email(days))
    assert {code for code, _letter, _message in written} == KINDS.keys()
    origin = days.running.config.public_address
    assert {fault for one in written for fault in faults(origin, *one)} == set()
