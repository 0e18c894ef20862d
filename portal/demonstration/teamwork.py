"""What happens beside the stories: colleagues at work on a draft, a reply half-way, somebody who asks for something."""

from portal.accounts.models import Person
from portal.applications import queries as applications
from portal.clarifications import actions as clarifications
from portal.demonstration import wording
from portal.demonstration.cast import ADMINISTRATOR
from portal.demonstration.stage import Stage
from portal.endings import actions as endings
from portal.evidence import actions as evidence
from portal.kernel.permissions import Role
from portal.sharing import actions as sharing
from portal.team import actions as team

DRAFT, ASKED, LEAVING, LATE = "wokingham", "monmouthshire", "derby", "stroud"
ANSWERED_BY_OWNER, ANSWERED_BY_OFFICER = ("INF-2", "SAF-1"), ("TWO-1", "INC-1", "OPN-1")


def tell_teamwork(stage: Stage) -> None:
    """Tell all of it, as of yesterday."""
    stage.at(1)
    _share_the_draft(stage)
    _reply(stage)
    endings.ask_withdrawal(
        stage.work(_member(stage, LEAVING, Role.OWNER)), endings.AskWithdrawal(LEAVING, wording.WHY_WITHDRAW)
    )
    _give_more_time(stage)


def _share_the_draft(stage: Stage) -> None:
    owner, officer = (_member(stage, DRAFT, role) for role in (Role.OWNER, Role.CONTRIBUTOR))
    officer.daily_digest = True
    people = dict.fromkeys(ANSWERED_BY_OWNER, owner.id) | dict.fromkeys(ANSWERED_BY_OFFICER, officer.id)
    sharing.allocate(stage.work(owner), sharing.Allocate(DRAFT, people))
    for person, criterion, text in zip((officer, owner), *zip(*wording.COMMENTS, strict=True), strict=True):
        stage.later()
        sharing.write_comment(stage.work(person), sharing.WriteComment(DRAFT, criterion, text))
    _use_a_file_again(stage, officer)
    team.invite(stage.work(owner), team.Invite(DRAFT, wording.AGENCY, Role.CONTRIBUTOR))


def _use_a_file_again(stage: Stage, officer: Person) -> None:
    found = applications.latest_application(stage.session, stage.council(DRAFT).id)
    given = applications.evidence_of(stage.session, found.id) if found else {}
    for item in (item for items in given.values() for item in items if item.is_file):
        again = evidence.Reuse(DRAFT, "TWO-1", item.id, "How many questions were answered in time", "the third column")
        evidence.reuse(stage.work(officer), again)


def _reply(stage: Stage) -> None:
    criterion, reply = wording.REPLY
    officer = stage.work(_member(stage, ASKED, Role.CONTRIBUTOR))
    clarifications.save_reply(officer, clarifications.SaveReply(ASKED, criterion, reply, 0))


def _give_more_time(stage: Stage) -> None:
    found = applications.latest_application(stage.session, stage.council(LATE).id)
    if found is not None:
        administrator = stage.work(stage.person(ADMINISTRATOR))
        endings.extend(administrator, endings.Extend(found.reference, wording.WHY_MORE_TIME))


def _member(stage: Stage, slug: str, role: Role) -> Person:
    return stage.member(stage.council(slug), role)
