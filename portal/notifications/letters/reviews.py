"""Letters about the review: to reviewers, lead reviewers and the council (E16, E17, E21)."""

from datetime import date

from portal.accounts.models import Person
from portal.assignments.models import Assignment
from portal.assignments.rules import due_on, object_by
from portal.assignments.states import Place
from portal.audit.work import Work
from portal.kernel.events import Event
from portal.kernel.permissions import Role
from portal.kernel.words import words
from portal.notifications import people
from portal.notifications.actions import post
from portal.notifications.letter import Letter
from portal.notifications.people import Case


def proposed(work: Work, event: Event) -> None:
    """E17 to the reviewer; E16 to the council, which learns the reviewer's name and employer."""
    assignment = work.session.get_one(Assignment, event.subject_id)
    found = people.case(work.session, assignment.application_id)
    reviewer = work.session.get_one(Person, assignment.reviewer_id)
    answer_by = due_on(assignment.state, assignment.proposed_at, assignment.begun_at)
    if answer_by is not None:
        post(work, invitation_to_review(found, answer_by), [reviewer.email], case_id=found.id)
    second = assignment.place is Place.SECOND
    asked = {"name": reviewer.name, "employer": f", {reviewer.employer}" if reviewer.employer else ""}
    notice = Letter(
        "E16",
        words("A second reviewer for your application %(reference)s", reference=found.reference)
        if second
        else words("Your application %(reference)s is complete", reference=found.reference),
        (
            words("We have asked %(name)s%(employer)s to review it too. This is a usual part of our checks.", **asked)
            if second
            else words("Everything is there. We have asked %(name)s%(employer)s to review it.", **asked),
            words(
                "If this person should not review you, for a reason that a fair observer would share, an owner of your "
                "team can object until %(day)s. If you have no objection, say so, and the review can begin sooner.",
                day=object_by(assignment.proposed_at),
            ),
        ),
        words("See who reviews you, and object or not"),
        f"/council/{found.slug}/reviewer",
        words("If you do nothing, the review begins when the reviewer has accepted and that day has passed."),
    )
    post(work, notice, people.in_council(work.session, found.council_id, Role.OWNER, Role.APPROVER), case_id=found.id)


def invitation_to_review(found: Case, answer_by: date, *, reminder: bool = False) -> Letter:
    """E17: somebody is asked to review, and first whether they have an interest in the council."""
    subject = (
        words("Reminder: please say whether you can review %(council)s", council=found.council)
        if reminder
        else words("Please say whether you can review %(council)s", council=found.council)
    )
    return Letter(
        "E17",
        subject,
        (
            words(
                "You have been asked to review %(reference)s. Before you see any answer, say whether you have an "
                "interest in %(council)s.",
                reference=found.reference,
                council=found.council,
            ),
        ),
        words("Declare your interests and answer"),
        f"/reviews/{found.reference}/interests",
        words("Please answer by %(day)s. If you do nothing, somebody else will be asked.", day=answer_by),
    )


def link_declared(work: Work, event: Event) -> None:
    """E21: somebody has declared a minor link, and a lead reviewer decides."""
    assignment = work.session.get_one(Assignment, event.subject_id)
    found = people.case(work.session, assignment.application_id)
    letter = Letter(
        "E21",
        words("A minor link with %(council)s was declared", council=found.council),
        (
            words(
                "%(name)s was asked to review %(reference)s and has declared a minor link:",
                name=people.name(work.session, assignment.reviewer_id),
                reference=found.reference,
            ),
            words("%(said)s", said=assignment.declaration),
        ),
        words("Decide whether this person can review"),
        f"/reviews/{found.reference}/proposal",
        words("If you do nothing, the review cannot begin."),
    )
    post(work, letter, people.in_scheme(work.session, Role.LEAD), case_id=found.id)


def link_accepted(work: Work, event: Event) -> None:
    """E17: the lead reviewer sees no conflict in the link, and the review is yet to begin."""
    assignment = work.session.get_one(Assignment, event.subject_id)
    if event.actor_id == assignment.reviewer_id or assignment.begun_at is not None:
        return
    found = people.case(work.session, assignment.application_id)
    letter = Letter(
        "E17",
        words("You are to review %(council)s", council=found.council),
        (
            words(
                "A lead reviewer has read the link that you declared and sees no conflict of interest in it. The "
                "review of %(reference)s begins when the council can no longer object.",
                reference=found.reference,
            ),
        ),
        words("See your reviews"),
        "/reviews/",
        words("There is nothing you need to do yet: we email you when the review begins."),
    )
    post(work, letter, [people.address(work.session, assignment.reviewer_id)], case_id=found.id)


def reviewer_lost(work: Work, event: Event) -> None:
    """To the lead reviewers: somebody else must be asked."""
    _find_another(work, people.case(work.session, event.subject_id))


def second_reviewer_lost(work: Work, event: Event) -> None:
    """The same where a second reviewer has declined or was taken back, which moves no application."""
    assignment = work.session.get_one(Assignment, event.subject_id)
    if assignment.place is Place.SECOND:
        _find_another(work, people.case(work.session, assignment.application_id))


def _find_another(work: Work, found: Case) -> None:
    letter = Letter(
        "E21",
        words("%(reference)s needs another reviewer", reference=found.reference),
        (words("The person who was asked to review %(council)s will not do so.", council=found.council),),
        words("Choose a reviewer"),
        f"/reviews/{found.reference}/assign",
        words("If you do nothing, the council waits longer than we promise."),
    )
    post(work, letter, people.in_scheme(work.session, Role.LEAD), case_id=found.id)


def scored(work: Work, event: Event) -> None:
    """E21: ready for moderation."""
    found = people.case(work.session, event.subject_id)
    letter = Letter(
        "E21",
        words("%(reference)s is ready for moderation", reference=found.reference),
        (words("The review of %(council)s is finished.", council=found.council),),
        words("Open the moderation"),
        f"/reviews/{found.reference}/moderation",
        words("If you do nothing, the council waits longer than we promise."),
    )
    post(work, letter, people.in_scheme(work.session, Role.LEAD), case_id=found.id)


def second_review_needed(work: Work, event: Event) -> None:
    """E21: a second reviewer must be asked. Why is not said: it would tell what the first one gave."""
    found = people.case(work.session, event.subject_id)
    letter = Letter(
        "E21",
        words("%(reference)s needs a second review", reference=found.reference),
        (
            words(
                "The first review of %(council)s is finished and somebody else has to look too. Neither sees "
                "what the other finds; you see both once both are finished.",
                council=found.council,
            ),
        ),
        words("Choose a second reviewer"),
        f"/reviews/{found.reference}/assign",
        words("If you do nothing, the council waits longer than we promise."),
    )
    post(work, letter, people.in_scheme(work.session, Role.LEAD), case_id=found.id)


def reopened(work: Work, event: Event) -> None:
    """To the reviewer: the lead reviewer asks to look again."""
    assignment = work.session.get_one(Assignment, event.subject_id)
    found = people.case(work.session, assignment.application_id)
    letter = Letter(
        "E18",
        words("Please look again at your review of %(council)s", council=found.council),
        (words("The lead reviewer has sent %(reference)s back to you.", reference=found.reference),),
        words("Open the review"),
        f"/reviews/{found.reference}/",
        words("If you do nothing, the council waits longer than we promise."),
    )
    post(work, letter, [people.address(work.session, assignment.reviewer_id)], case_id=found.id)
