"""Filling an empty installation: the criteria, the register of eligible bodies, and the demonstration."""

from datetime import timedelta
from pathlib import Path

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.appeals.actions import closings_due
from portal.audit.work import Work
from portal.councils.actions import import_councils
from portal.councils.loading import read_register
from portal.councils.models import Council
from portal.criteria.actions import publish
from portal.criteria.loading import EDITIONS, load_edition
from portal.demonstration.afterwards import tell_afterwards
from portal.demonstration.appealing import tell_appeal
from portal.demonstration.awarding import tell_awards
from portal.demonstration.cast import APPEALED, APPLICATIONS, AWARDS, CLAIMED, NEARLY_THERE
from portal.demonstration.ourday import tell_our_day
from portal.demonstration.stage import Stage
from portal.demonstration.teamwork import tell_teamwork
from portal.demonstration.telling import tell_application, tell_nearly_there
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import SYSTEM
from portal.keys.actions import create
from portal.keys.issuer import Issuer
from portal.keys.queries import purposes_in_use
from portal.keys.states import Purpose
from portal.ourday.actions import set_past_days
from portal.web.services import Services

EDITION = EDITIONS / "2026.yaml"
REGISTER = Path(__file__).parents[1] / "councils/eligible-bodies.csv"
LONG_AGO = 900

log = structlog.get_logger()


def prepare(running: Services) -> None:
    """Load the criteria and the register where they are missing; in demonstration mode the demonstration too."""
    with running.database.writing() as session:
        publish_criteria(session, running)
        set_past_days(Work(session, SYSTEM, running.clock, running.reactions))
        if not session.scalar(select(func.count()).select_from(Council)):
            import_councils(
                Work(session, SYSTEM, running.clock, running.reactions), read_register(REGISTER.read_bytes())
            )
        if running.config.demonstration:
            make_keys(session, running)
        if running.config.demonstration and is_empty(session):
            log.info("telling the demonstration's stories: this takes a moment, once")
            tell(session, running)


def publish_criteria(session: Session, running: Services) -> None:
    """Publish the edition that comes with the portal, unless it is published already."""
    edition = load_edition(EDITION.read_text(encoding="utf-8"))
    publish(Work(session, SYSTEM, running.clock, running.reactions), edition)


def make_keys(session: Session, running: Services) -> None:
    """Make the signing keys that are missing, as if before the oldest of the stories, whose awards they sign."""
    if len(purposes_in_use(session)) < len(Purpose):
        long_ago = FixedClock(running.clock.now() - timedelta(days=LONG_AGO))
        issuer = Issuer(running.config.public_address, running.config.key_secret)
        create(Work(session, SYSTEM, long_ago, running.reactions), issuer)


def is_empty(session: Session) -> bool:
    """Whether nobody has come yet."""
    return session.scalar(select(func.count()).select_from(Person)) == 0


def tell(session: Session, running: Services) -> None:
    """Tell every story, the oldest first. The same day gives the same numbers."""
    stage = Stage(session, running)
    stage.at(LONG_AGO)
    stage.staff()
    tell_awards(stage, AWARDS)
    for slug, state, days_ago in sorted(APPLICATIONS, key=lambda told: -told[2]):
        tell_application(stage, slug, state, days_ago)
    tell_nearly_there(stage, *NEARLY_THERE)
    tell_appeal(stage, *APPEALED)
    tell_our_day(stage)
    tell_teamwork(stage)
    tell_afterwards(stage)
    slug, job_title = CLAIMED
    stage.at(1)
    council = stage.council(slug)
    stage.claim(council, stage.invent(council), job_title)
    stage.at(0)
    # The time to appeal against the older results is over.
    for close in closings_due(session, stage.clock.now()):
        close(stage.work())
