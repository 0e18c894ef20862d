"""A save that comes second: both versions, what is different, three ways on; nothing typed is ever lost."""

from portal.applications import queries
from portal.applications.rules import Answered, PresenceTyped
from tests.integration.answering.test_answers import fields_of_form
from tests.integration.applications.conftest import Case
from tests.integration.visiting import Visitor

MINE, THEIRS = "We answer within a day, 'always' =cmd ŵ 🙂", "We answer within an hour <b>"
MERGED = f"{MINE}\n\n{THEIRS}"


def come_second(case: Case) -> Visitor:
    """Somebody whose save of INF-1 has been refused because the owner has saved another version meanwhile."""
    here = f"{case.here}/INF-1"
    ann, ben = case.visitor(case.owner), case.visitor(case.contributor)
    ann.visit(here)
    ben.visit(here)
    ann.post(here, self_score="1", statement=THEIRS, version="0")
    ben.post(here, 409, self_score="2", statement=MINE, version="0", then="later")
    return ben


def saved(case: Case) -> tuple[int, Answered]:
    with case.database.reading() as session:
        found = queries.answers_of(session, case.application_id)["INF-1"]
    return found.version, found.answered


def test_stale_page_says_in_words_what_is_only_in_one_of_the_two(case: Case) -> None:
    page = come_second(case).page
    assert page.headings == ["Somebody saved this before you"]
    assert "We answer within [taken out:] an hour <b> [end][new:] a day, 'always' =cmd ŵ 🙂 [end]" in page.text
    assert "Owen Owner saved a newer version on 18 November 2026 at 10:00am" in page.text
    assert MERGED in page.html.replace("&lt;", "<").replace("&gt;", ">").replace("&#39;", "'")


def test_two_versions_put_together_are_saved_over_theirs(case: Case) -> None:
    ben = come_second(case)
    ben.post(f"{case.here}/INF-1", self_score="1", statement=MERGED, version="1")
    assert saved(case) == (2, Answered(1, statement=MERGED))
    assert "Not saved yet" not in ben.visit(f"{case.here}/INF-1").text


def test_two_versions_put_together_are_refused_again_where_a_third_was_saved(case: Case) -> None:
    ben = come_second(case)
    ann = case.visitor(case.owner)
    ann.visit(f"{case.here}/INF-1")
    ann.post(f"{case.here}/INF-1", self_score="0", statement="Third", version="1")
    page = ben.post(f"{case.here}/INF-1", 409, self_score="1", statement=MERGED, version="1")
    assert saved(case) == (2, Answered(0, statement="Third"))
    assert ("Third" in page.text, MINE in page.text, THEIRS in page.text) == (True, True, True)


def test_keeping_theirs_throws_mine_away_and_shows_theirs(case: Case) -> None:
    ben = come_second(case)
    page = ben.post("/keep/throw-away", kept_page=f"{case.here}/INF-1")
    assert ("Not saved yet" in page.text, THEIRS in page.text, MINE in page.text) == (False, True, False)
    assert saved(case) == (1, Answered(1, statement=THEIRS))


def test_stale_page_that_is_closed_loses_nothing(case: Case) -> None:
    come_second(case)
    ben = case.visitor(case.contributor)
    assert MINE in ben.visit(f"{case.here}/INF-1").text
    ben.post(f"{case.here}/INF-1", 409, self_score="2", statement=MINE, version="0")
    assert saved(case) == (1, Answered(1, statement=THEIRS))


def test_presence_saved_second_shows_both_and_can_be_put_together(case: Case) -> None:
    here = f"{case.here}/presence"
    ann, ben = case.visitor(case.owner), case.visitor(case.contributor)
    ann.visit(here)
    ben.visit(here)
    theirs = {"domains": "llanfair.gov.uk", "accounts": "https://social.example/@a", "summary": THEIRS}
    mine = {"domains": "llanfair.gov.uk", "accounts": "https://social.example/@b", "summary": MINE}
    ann.post(here, 200, **theirs, version="0")
    page = ben.post(here, 409, **mine, version="0")
    assert "Website domains The same in both." in page.text
    assert fields_of_form(page, MINE)["version"] == "1"
    accounts = "https://social.example/@b\nhttps://social.example/@a"
    assert accounts in page.html
    ben.post(here, domains="llanfair.gov.uk", accounts=accounts, summary=MERGED, version="1")
    with case.database.reading() as session:
        found = queries.presence_of(session, case.application_id)
    assert found is not None
    assert (found.version, found.typed) == (2, PresenceTyped("llanfair.gov.uk", accounts, "", MERGED))


def test_words_typed_into_what_was_locked_meanwhile_are_shown_once_more(case: Case) -> None:
    ben = case.visitor(case.contributor)
    ben.visit(f"{case.here}/INF-1")
    with case.work_of(case.owner) as work:
        work.perform(queries.locked(work.session, case.application_id), "send")
    page = ben.post(f"{case.here}/INF-1", 409, statement=MINE, version="0")
    assert f"It was not saved. Copy it if you still need it. {MINE}" in page.text
