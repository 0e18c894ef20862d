from uuid import uuid4

from portal.audit.work import Work
from portal.councils.models import CouncilDomain
from portal.councils.queries import belonging_to_others
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import SYSTEM
from portal.storage.engine import Database
from tests.factories.claims import make_listed_council


def test_a_domain_belongs_to_others_where_it_is_registered_to_them_and_not_to_oneself(
    database: Database, clock: FixedClock
) -> None:
    with database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        own = make_listed_council(work, "wokingham")
        kent = make_listed_council(work, "kent")
        make_listed_council(work, "adur", "shared.gov.uk", shared=True)
        session.add(CouncilDomain(council_id=own.id, host="shared.gov.uk", shared=True))
        session.flush()
        asked = {
            "wokingham.gov.uk",
            "kent.gov.uk",
            "news.kent.gov.uk",
            "shared.gov.uk",
            "notkent.gov.uk",
            "new.example",
        }
        assert belonging_to_others(session, own.id, asked) == {
            "kent.gov.uk": kent.name,
            "news.kent.gov.uk": kent.name,
        }
        assert belonging_to_others(session, uuid4(), set()) == {}
