"""One world for every knock: the demonstration, with an application in each state, and everybody signed in."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from config import Config
from portal.accounts.models import Invitation, Membership, Person, StaffRole
from portal.accounts.sessions import begin_session
from portal.accounts.states import MembershipState
from portal.app import create_app
from portal.appeals.models import Appeal
from portal.applications.models import Application, EvidenceItem, EvidenceKind
from portal.assignments.models import Assignment
from portal.assignments.states import AssignmentState
from portal.audit.work import Work
from portal.awards.models import Award
from portal.claims.models import Claim
from portal.councils.models import Council
from portal.declarations.models import Declaration
from portal.demonstration.cast import ADMINISTRATOR, APPLICATIONS, CLAIMED, FIRST_REVIEWER, LEAD, NEARLY_THERE
from portal.demonstration.loading import prepare
from portal.editions import actions as editions
from portal.kernel.clock import Clock, today
from portal.kernel.permissions import COUNCIL_ROLES, STAFF_ROLES, SYSTEM, Role
from portal.links.models import Finding, FindingKind, LinkSnapshot, SnapshotProgress
from portal.notifications.models import OutboxEmail
from portal.reviews.models import LiveCheck
from portal.secondstep.models import Passkey
from portal.sharing import actions as sharing
from portal.sharing.models import Comment
from portal.storage.files import FileStore
from portal.storage.migrating import upgrade
from portal.team import actions as team
from tests.factories import appeals, concerns
from tests.factories.applications import acting
from tests.factories.people import make_conflict, make_member, make_person, make_staff, person_called
from tests.integration.access.calibration import calibrate, values_of_calibration
from tests.integration.access.columns import Knocker
from tests.integration.access.doubled import set_up_two_ways
from tests.integration.access.objecting import object_to_the_reviewer, tie_of_the_conflicted
from tests.integration.access.places import propose_a_website, values_of_places

OTHER_COUNCIL = "leeds"
AWARDED = "torbay"
DRAFT = "wokingham"
REVIEWER_PROPOSED = "derby"
APPEALED = "luton"
SUSPENDED = "norwich"
CRITERION = "INF-1"
COMMENT = "Who has the figures?"
INVITED = "somebody.new@wokingham.gov.uk"
MEMBERS = {Knocker.CONTRIBUTOR: Role.CONTRIBUTOR, Knocker.OWNER: Role.OWNER, Knocker.APPROVER: Role.APPROVER}


@dataclass(frozen=True)
class World:
    """``values`` fill the places of an address, ``people`` are the knockers; both by the council's slug.

    ``tokens`` are what each person's browser holds of a session that has begun.
    """

    folder: Path
    values: Mapping[str, Mapping[str, str]]
    people: Mapping[str, Mapping[Knocker, UUID]]
    tokens: Mapping[UUID, str]

    def token(self, knocker: Knocker, slug: str) -> str | None:
        """The session of this knocker where this council's record is asked for; None for a visitor."""
        person_id = self.people[slug].get(knocker)
        return None if person_id is None else self.tokens[person_id]


def make_world(folder: Path, clock: Clock) -> World:
    """Tell the demonstration into a database in the folder, and add who is missing in it."""
    config = Config.from_environment({"INSTANCE_DIR": str(folder), "SECOND_REVIEW_ONE_IN": "1000000000"})
    upgrade(config.database_url)
    app = create_app(config, clock)
    running = app.extensions["portal"]
    with app.app_context():
        prepare(running)
    app.extensions["portal-worker"].deliver()
    with running.database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        slugs = [slug for slug, _state, _days in APPLICATIONS] + [NEARLY_THERE[0], CLAIMED[0], AWARDED, SUSPENDED]
        extra = _extra_people(work, slugs)
        _invite_somebody(work)
        _say_something(work)
        object_to_the_reviewer(work, REVIEWER_PROPOSED)
        panel = _appeal(work)
        _keep_pages(work, running.files)
        set_up_two_ways(work)
        _look(work)
        propose_a_website(work, AWARDED)
        extra[Knocker.PANEL] = panel
        concern = concerns.found(work, _council(work.session, DRAFT), person_called(session, LEAD.email), panel)
        calibrate(work)
        _draft_an_edition(work)
        people = {slug: {**extra, **_people_of(session, slug)} for slug in slugs}
        shared = {
            **values_of_calibration(work),
            **values_of_places(work, AWARDED),
            "concern": concern,
            "deed": "close",
        }
        values = {slug: {**_values_of(session, slug), **shared} for slug in slugs}
        one_step = extra[Knocker.ONE_STEP]
        everybody = {person_id for known in people.values() for person_id in known.values()}
        tokens = {
            person_id: begin_session(session, clock, person_id, second_step=person_id != one_step)
            for person_id in sorted(everybody)
        }
    running.database.engine.dispose()
    return World(folder, values, people, tokens)


def _extra_people(work: Work, slugs: list[str]) -> dict[Knocker, UUID]:
    conflicted, one_step = (make_staff(work, Role.REVIEWER, name=name) for name in ("Connie", "Stan"))
    for person in (conflicted, one_step):
        for role in sorted(STAFF_ROLES - {Role.REVIEWER}):
            make_staff(work, role, person)
    for slug in slugs:
        make_conflict(work, conflicted, _council(work.session, slug).id)
    neighbour = make_person(work, name="Nora")
    for role in sorted(COUNCIL_ROLES):
        make_member(work, _council(work.session, OTHER_COUNCIL).id, role, neighbour)
    return {
        Knocker.OTHER_COUNCIL: neighbour.id,
        Knocker.NO_ROLE: _claim(work.session).person_id,
        Knocker.OTHER_REVIEWER: make_staff(work, Role.REVIEWER, name="Olive").id,
        Knocker.CONFLICTED: conflicted.id,
        Knocker.LEAD: person_called(work.session, LEAD.email).id,
        Knocker.ADMINISTRATOR: person_called(work.session, ADMINISTRATOR.email).id,
        Knocker.ONE_STEP: one_step.id,
    }


def _appeal(work: Work) -> UUID:
    """An appeal that is with its panel; whose chair this is."""
    panel = appeals.make_panel(work)
    council = _council(work.session, APPEALED)
    appeal = appeals.lodged(work, council, [CRITERION])
    appeals.admitted(work, appeal, person_called(work.session, ADMINISTRATOR.email), panel)
    return panel.chair.id


def _invite_somebody(work: Work) -> None:
    owner = work.session.get_one(Person, _members(work.session, DRAFT)[Role.OWNER].person_id)
    team.invite(acting(work, owner), team.Invite(DRAFT, INVITED, Role.CONTRIBUTOR))


def _say_something(work: Work) -> None:
    contributor = work.session.get_one(Person, _members(work.session, DRAFT)[Role.CONTRIBUTOR].person_id)
    sharing.write_comment(acting(work, contributor), sharing.WriteComment(DRAFT, CRITERION, COMMENT))


def _keep_pages(work: Work, files: FileStore) -> None:
    snapshots = work.session.scalars(select(LinkSnapshot)).all()
    key = files.put(b"Page")
    for snapshot in snapshots:
        taken = {"progress": SnapshotProgress.TAKEN, "taken_at": work.clock.now(), "file_key": key, "sha256": "0" * 64}
        work.session.execute(update(LinkSnapshot).where(LinkSnapshot.id == snapshot.id).values(**taken))
    draft = _council(work.session, DRAFT).id
    application = work.session.scalars(select(Application).where(Application.council_id == draft)).one()
    work.session.add(
        Finding(
            application_id=application.id,
            criterion=CRITERION,
            kind=FindingKind.ACCOUNTS_PAGE,
            address="https://www.wokingham.gov.uk/found",
            found_at=work.clock.now(),
        )
    )


def _look(work: Work) -> None:
    for assignment in work.session.scalars(select(Assignment).where(Assignment.state == AssignmentState.ACCEPTED)):
        seen = {"account": "https://social.example/@council", "checked_on": today(work.clock), "sampled": 10, "good": 9}
        work.session.add(
            LiveCheck(assignment_id=assignment.id, criterion=CRITERION, recorded_at=work.clock.now(), **seen)
        )
    work.session.flush()


def _draft_an_edition(work: Work) -> None:
    administrator = person_called(work.session, ADMINISTRATOR.email)
    editions.begin(acting(work, administrator), editions.Begin("next", "2.0", "2026"))


def _people_of(session: Session, slug: str) -> dict[Knocker, UUID]:
    # A council that was only claimed has no people: its own are then those of the council with a draft.
    own = _members(session, slug) or _members(session, DRAFT)
    asked = session.scalar(
        select(Assignment.reviewer_id).join(Council, Council.id == Assignment.council_id).where(Council.slug == slug)
    )
    return {
        **{knocker: own[role].person_id for knocker, role in MEMBERS.items()},
        Knocker.REVIEWER: asked or person_called(session, FIRST_REVIEWER.email).id,
    }


def _number_of(session: Session) -> str:
    of_the_suspended = select(Award.number).where(Award.council_id == _council(session, SUSPENDED).id)
    return session.scalars(of_the_suspended).one()


def _members(session: Session, slug: str) -> dict[Role, Membership]:
    rows = session.scalars(
        select(Membership).where(
            Membership.council_id == _council(session, slug).id, Membership.state == MembershipState.ACTIVE
        )
    )
    return {row.role: row for row in rows}


def _values_of(session: Session, slug: str) -> dict[str, str]:
    council = _council(session, slug)
    application = session.scalar(select(Application).where(Application.council_id == council.id))
    declaration = session.scalar(
        select(Declaration.id).where(Declaration.application_id == (application.id if application else None))
    )
    file = session.scalar(
        select(EvidenceItem.id).where(
            EvidenceItem.application_id == (application.id if application else None),
            EvidenceItem.kind == EvidenceKind.FILE,
            EvidenceItem.criterion == CRITERION,
        )
    )
    snapshot = session.scalar(
        select(LinkSnapshot.id)
        .join(EvidenceItem, EvidenceItem.id == LinkSnapshot.evidence_item_id)
        .where(EvidenceItem.application_id == (application.id if application else None))
        .limit(1)
    )
    appealed = select(Appeal.reference).join(Council, Council.id == Appeal.council_id).where(Council.slug == APPEALED)
    members = _members(session, slug) or _members(session, DRAFT)
    approver = session.get_one(Person, members[Role.APPROVER].person_id)
    return {
        "appeal": session.scalars(appealed).one(),
        "slug": slug,
        "reference": application.reference if application else "",
        "declaration": str(declaration),
        "item_id": str(file),
        "snapshot_id": str(snapshot),
        "finding_id": str(session.scalars(select(Finding.id)).one()),
        "approver": approver.name,
        "approver_id": str(approver.id),
        "person_id": str(members[Role.APPROVER].person_id),
        "contributor_id": str(members[Role.CONTRIBUTOR].person_id),
        "comment_id": str(session.scalars(select(Comment.id).where(Comment.text == COMMENT)).one()),
        "membership_id": str(members[Role.APPROVER].id),
        "invitation_id": str(session.scalars(select(Invitation.id).where(Invitation.email == INVITED)).one()),
        "claim_id": str(_claim(session).id),
        "tie_id": str(tie_of_the_conflicted(session, council.id)),
        "check_id": str(_check_of(session, application)),
        "passkey_id": str(session.scalars(select(Passkey.id)).one()),
        "email_id": str(session.scalars(select(OutboxEmail.id).limit(1)).one()),
        "number": _number_of(session),
        "reviewer_id": str(_free_reviewer(session)),
        "criterion": CRITERION,
        "item": CRITERION,
        "which": "first",
        "edition": "2026",
        "name": "next",
        "copy_number": "1",
        "year": "2025",
        "filename": "js/start.js",
        "status_list": "revocation-1",
    }


def _council(session: Session, slug: str) -> Council:
    return session.scalars(select(Council).where(Council.slug == slug)).one()


def _check_of(session: Session, application: Application | None) -> UUID | None:
    return session.scalar(
        select(LiveCheck.id)
        .join(Assignment, Assignment.id == LiveCheck.assignment_id)
        .where(Assignment.application_id == (application.id if application else None))
    )


def _claim(session: Session) -> Claim:
    return session.scalars(select(Claim).where(Claim.council_id == _council(session, CLAIMED[0]).id)).one()


def _free_reviewer(session: Session) -> UUID:
    return session.scalars(
        select(Person.id)
        .join(StaffRole, StaffRole.person_id == Person.id)
        .where(StaffRole.role == Role.REVIEWER, Person.name == "Olive")
    ).one()
