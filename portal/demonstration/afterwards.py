"""What goes on around awards that are held: reports from the public, websites that change, a corrected certificate."""

from uuid import UUID

from sqlalchemy import select

from portal.awards.models import AwardDomain
from portal.awards.queries import awards_of
from portal.certificates.reissuing import Reissue, reissue
from portal.concerns import actions as concerns
from portal.concerns import council as councils_part
from portal.concerns import escalating, handling
from portal.concerns.models import Concern
from portal.concerns.sorting import NO_COUNCIL, Asked
from portal.concerns.states import ConcernKind, Elsewhere, Finding, Outcome
from portal.demonstration.cast import ADMINISTRATOR, LEAD, PANEL
from portal.demonstration.stage import Stage
from portal.kernel.permissions import Role
from portal.places import actions as places

READER = "resident@mark.example"


def tell_afterwards(stage: Stage) -> None:
    """The oldest first: each story by the product's own actions."""
    _closed(stage)
    _website_removed_and_refused(stage)
    _certificate_corrected(stage)
    _investigated(stage)
    _with_council(stage)
    _new_ones(stage)


def _report(
    stage: Stage, kind: ConcernKind, slug: str, where: str, what: str, email: str = "", criterion: str = ""
) -> Concern:
    asked = Asked(about=kind.value, council=slug, criterion=criterion)
    came = concerns.Came(place=f"192.0.2.{len(where) % 250}")
    return concerns.report(stage.work(), concerns.Report(asked, where, what, email, "en", came))


def _triage(stage: Stage, concern: Concern, slug: str) -> None:
    named = "" if slug == NO_COUNCIL else stage.council(slug).name
    administrator = stage.person(ADMINISTRATOR)
    handling.take_on(stage.work(administrator), concern.reference)
    handling.triage(stage.work(administrator), handling.Triage(concern.reference, concern.kind, named))


def _closed(stage: Stage) -> None:
    """An old badge that was taken off; and a complaint about something else."""
    administrator = stage.person(ADMINISTRATOR)
    stage.at(45)
    where = "https://www.leeds.gov.uk/archive/2019/contact"
    concern = _report(stage, ConcernKind.OLD_BADGE, "leeds", where, "The badge of 2012 is still on this page.", READER)
    stage.later(60)
    _triage(stage, concern, "leeds")
    asked = "Please take the badge of 2012 off this page, or put the present one in its place."
    handling.ask_council(stage.work(administrator), handling.Ask(concern.reference, asked))
    stage.at(41)
    answer = councils_part.Answer("leeds", concern.reference, "Thank you. The page is gone; it was years out of date.")
    councils_part.answer(stage.work(stage.member(stage.council("leeds"), Role.OWNER)), answer)
    stage.later(60)
    told = "The council has taken the page down. Thank you for telling us."
    looked = handling.PutRight(concern.reference, "Opened the address: the page is gone.", told)
    handling.put_right(stage.work(administrator), looked)
    handling.close(stage.work(administrator), handling.Close(concern.reference, Outcome.PUT_RIGHT, ""))
    stage.at(30)
    concern = _report(
        stage, ConcernKind.OLD_BADGE, "torbay", "https://www.torbay.gov.uk/", "My brown bin was not emptied twice."
    )
    stage.later(60)
    sent_on = handling.NotForUs(concern.reference, Elsewhere.COUNCIL, "")
    handling.not_for_us(stage.work(administrator), sent_on)


def _website_removed_and_refused(stage: Stage) -> None:
    """Cornwall has taken an old website off, had one refused, and waits for another."""
    slug = "cornwall"
    owner, administrator = stage.member(stage.council(slug), Role.OWNER), stage.person(ADMINISTRATOR)
    stage.at(60)
    added = places.propose(stage.work(owner), places.Propose(slug, "letstalk.cornwall.gov.uk", "Consultations"))
    stage.later()
    seen = "A part of the council’s own .gov.uk name; the website names the council and its people."
    places.decide(stage.work(administrator), places.Decide(added.id, True, seen))
    stage.at(25)
    places.remove(stage.work(owner), places.Choose(slug, _website(stage, slug, "letstalk.cornwall.gov.uk")))
    stage.at(20)
    refused = places.propose(stage.work(owner), places.Propose(slug, "cornwall-events.co.uk", "What is on"))
    stage.later()
    why = "A company runs this website and sells advertising on it. Ask again once the council runs it."
    places.decide(stage.work(administrator), places.Decide(refused.id, False, why))
    stage.at(3)
    places.propose(stage.work(owner), places.Propose(slug, "visit.cornwall.gov.uk", "For visitors"))


def _website(stage: Stage, slug: str, host: str) -> UUID:
    newest = awards_of(stage.session, stage.council(slug).id)[0].id
    chosen = select(AwardDomain.id).where(AwardDomain.award_id == newest, AwardDomain.host == host)
    return stage.session.scalars(chosen).one()


def _certificate_corrected(stage: Stage) -> None:
    """Gwynedd's certificate was issued anew."""
    stage.at(18)
    number = awards_of(stage.session, stage.council("gwynedd").id)[0].number
    reason = "The council asked us to print its Welsh name as it writes it today."
    reissue(stage.work(stage.person(ADMINISTRATOR)), Reissue(number, reason))


def _investigated(stage: Stage) -> None:
    """A statement that is said to be false: found not to be, which the panel has still to confirm."""
    stage.at(16)
    where = "https://www.camden.gov.uk/social-media"
    what = "The page says that every question is answered within two days. Mine of March was never answered."
    concern = _report(stage, ConcernKind.FALSE_STATEMENT, "camden", where, what)
    stage.later(60)
    _triage(stage, concern, "camden")
    lead = stage.person(LEAD)
    asked = "Please show us how many questions of the last three months were answered within two days."
    begun = escalating.Investigate(concern.reference, asked, stage.person(PANEL[0]).id)
    escalating.investigate(stage.work(lead), begun)
    stage.at(9)
    owner = stage.member(stage.council("camden"), Role.OWNER)
    said = "94 of 100, as the attached count that we publish each quarter shows. The resident’s was lost in a move."
    councils_part.answer(stage.work(owner), councils_part.Answer("camden", concern.reference, said))
    stage.later(60)
    found = "The count is public and agrees with our own sample of ten. One lost question is not a false statement."
    escalating.find(stage.work(lead), escalating.Find(concern.reference, Finding.NOT_FALSE, found))


def _with_council(stage: Stage) -> None:
    """A promise that is not kept: the council has not answered yet."""
    stage.at(12)
    what = "Nobody has answered a single message on this account since June."
    where = "https://social.example/@torbay"
    concern = _report(stage, ConcernKind.PROMISE, "torbay", where, what, READER, criterion="TWO-1")
    stage.later(60)
    _triage(stage, concern, "torbay")
    asked = "Please tell us who answers on this account now, and since when."
    handling.ask_council(stage.work(stage.person(ADMINISTRATOR)), handling.Ask(concern.reference, asked))


def _new_ones(stage: Stage) -> None:
    """What has come in the last days and waits for an administrator."""
    stage.at(2)
    _report(
        stage,
        ConcernKind.NOT_A_HOLDER,
        NO_COUNCIL,
        "https://council-tax-refunds.example/",
        "A site that asks for bank details shows the badge of Leeds.",
        READER,
    )
    stage.at(1)
    _report(
        stage,
        ConcernKind.FAKE,
        "leeds",
        "https://social.example/@leeds-council-help",
        "This account calls itself the council and asks people to send their card numbers.",
    )
