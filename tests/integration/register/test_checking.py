import pytest

from portal.awards.queries import AwardRecord
from tests.factories import awards as make
from tests.integration.visiting import Page, Visitor
from tests.integration.working import Working


@pytest.fixture
def award(working: Working) -> AwardRecord:
    with working() as work:
        make.make_council(work, "Never Applied", "never", host="never.gov.uk")
        return make.make_award(work, make.make_council(work, "Camden Council", host="old-camden.gov.uk"))


@pytest.mark.parametrize(
    "typed",
    [
        "{number}",
        " {lower} ",
        "{bare}",
        "http://127.0.0.1:5000/verify/{number}",
        "http://127.0.0.1:5000/badge/{number}.svg",
        "http://127.0.0.1:5000/certificate/{lower}.pdf",
    ],
)
def test_number_however_it_was_found_leads_to_its_answer(visitor: Visitor, award: AwardRecord, typed: str) -> None:
    number = award.number
    q = typed.format(number=number, lower=number.lower(), bare=number.replace("-", ""))
    response = visitor.client.get("/verify", query_string={"q": q})
    assert (response.status_code, response.headers["Location"]) == (302, f"/verify/{number}")


def test_number_on_somebody_elses_page_is_an_address_and_no_number(visitor: Visitor, award: AwardRecord) -> None:
    page = visitor.visit(f"/verify?q=https://impostor.example/verify/{award.number}")
    assert "No council has registered impostor.example" in page.text


# A browser takes everything before the @ for a name, a backslash for a stroke, and what cannot be seen for nothing.
@pytest.mark.parametrize(
    "q",
    [
        f"https://example.gov.uk:{'0' * 600}@impostor.example/",
        f"https://example.gov.uk{chr(0x200B) * 600}.impostor.example/",
        "https://impostor.example\\@127.0.0.1/verify/{number}",
    ],
)
def test_address_is_looked_at_to_its_end_and_as_a_browser_reads_it(
    visitor: Visitor, award: AwardRecord, q: str
) -> None:
    page = Page(visitor.client.get("/verify", query_string={"q": q.format(number=award.number)}).text)
    assert "No. No council has registered " in page.text
    assert "impostor.example" in page.text


@pytest.mark.usefixtures("award")
def test_address_that_is_too_long_to_look_at_is_said_to_be_and_is_nobodys(visitor: Visitor) -> None:
    q = f"https://example.gov.uk:{'0' * 2000}@impostor.example/"
    page = Page(visitor.client.get("/verify", query_string={"q": q}).text)
    assert "That is too long to check" in page.text
    assert "official website" not in page.text


@pytest.mark.parametrize(
    ("q", "said"),
    [
        ("https://www.example.gov.uk/social?x=1", "example.gov.uk is an official website of Camden Council."),
        ("EXAMPLE.gov.uk", "example.gov.uk is an official website of Camden Council."),
        ("old-camden.gov.uk", "old-camden.gov.uk is an official website of Camden Council."),
        ("https://example.gov.uk:8443\\@evil.com", "example.gov.uk is an official website of Camden Council."),
        ("press@example.gov.uk", "This is an email address. We looked at what stands behind the @."),
        (
            "HTTP://m.social.example/@Council/",
            "https://social.example/@council is an official account of Camden Council.",
        ),
        ("jobs.example.gov.uk", "jobs.example.gov.uk is a part of example.gov.uk, which is an official website of"),
    ],
)
def test_web_address_is_told_whose_it_is(visitor: Visitor, award: AwardRecord, q: str, said: str) -> None:
    page = visitor.visit(f"/verify?q={q}")
    assert said in page.text
    assert ("Yes. Camden Council holds the Mark until 17 November 2028", f"/verify/{award.number}") in page.links


@pytest.mark.usefixtures("award")
@pytest.mark.parametrize("q", ["zz.gov.uk.impostor.example", "gov.uk", "https://uk.example/", "http://1.2.3.4/"])
def test_web_address_that_only_looks_alike_is_nobodys(visitor: Visitor, q: str) -> None:
    page = visitor.visit(f"/verify?q={q}")
    assert "No council has registered" in page.text
    assert "If that page says that it holds the Mark, do not rely on it." in page.text


@pytest.mark.usefixtures("award")
def test_web_address_made_to_be_taken_for_another_is_said_to_be_so_with_the_way_to_the_real_one(
    visitor: Visitor,
) -> None:
    page = visitor.visit("/verify?q=https://camden.gov.uk@www.ex\u0430mple.gov.uk/")
    assert "No. No council has registered ex\u0430mple.gov.uk" in page.text
    assert "What stands before the @, “camden.gov.uk”, is not where the address leads." in page.text
    assert "“\u0430” is “Cyrillic small letter a”, not the letter a" in page.text
    assert "It is written to be read as example.gov.uk, an official website of Camden Council, but it is" in page.text
    assert ("Check example.gov.uk instead", "/verify?q=example.gov.uk") in page.links


@pytest.mark.usefixtures("award")
def test_account_on_a_network_that_nobody_registered_is_a_no_about_the_account(visitor: Visitor) -> None:
    page = visitor.visit("/verify?q=https://www.facebook.com/camden.real")
    assert "No. No council has registered the account facebook.com/camden.real" in page.text


@pytest.mark.usefixtures("award")
def test_web_address_of_a_council_without_the_mark_is_a_no(visitor: Visitor) -> None:
    page = visitor.visit("/verify?q=never.gov.uk")
    assert ("No. Never Applied does not hold the Mark", "/register/never") in page.links


def test_name_finds_every_council_that_fits(visitor: Visitor, award: AwardRecord) -> None:
    page = visitor.visit("/verify?q=camDEN")
    assert ("Yes. Camden Council holds the Mark until 17 November 2028", f"/verify/{award.number}") in page.links


def test_name_that_fits_too_many_councils_shows_the_first_and_says_so(visitor: Visitor, working: Working) -> None:
    with working() as work:
        for number in range(21):
            make.make_council(work, f"Town {number:02}")
    page = visitor.visit("/verify?q=town")
    assert len([said for said, _ in page.links if "Town" in said]) == 20
    assert "More councils fit. Type more of the name." in page.text


@pytest.mark.usefixtures("award")
@pytest.mark.parametrize("q", ["zzz", "%25", "'; --", "<script>alert(1)</script>", "ŵ🙂 שלום", "x" * 600, "a%00b"])
def test_what_nobody_is_called_says_what_to_do(visitor: Visitor, q: str) -> None:
    page = visitor.visit(f"/verify?q={q}")
    assert "Try one word of the name, such as the place." in page.text


@pytest.mark.parametrize(("q", "said"), [("@camdencouncil", True), ("camdencouncil", False)])
def test_name_of_an_account_is_asked_for_with_its_network(visitor: Visitor, q: str, said: bool) -> None:
    page = visitor.visit(f"/verify?q={q}")
    assert ("paste the whole address of the account’s page" in page.text) is said


@pytest.mark.parametrize(
    ("q", "offered"), [("Camdn", True), ("CAMBDEN borough", True), ("Cxyzden", False), ("C", False)]
)
def test_name_that_is_mistyped_is_answered_by_those_that_are_nearly_so(
    visitor: Visitor, working: Working, q: str, offered: bool
) -> None:
    with working() as work:
        make.make_council(work, "London Borough of Camden", "camden")
        make.make_council(work, "Cardiff", "cardiff")
    page = visitor.visit(f"/verify?q={q}")
    assert ("Did you mean one of these?" in page.text) is offered
    assert ("No. London Borough of Camden does not hold the Mark" in page.text) is (offered or q == "C")


@pytest.mark.usefixtures("award")
def test_number_that_nobody_has_is_told_so(visitor: Visitor) -> None:
    page = visitor.visit("/verify?q=3333-3333O")
    assert "No certificate has that number" in page.text


@pytest.mark.parametrize("q", ["", "?q=", "?q=%00", "?q=+"])
def test_empty_check_explains_how_to_tell_a_real_badge(visitor: Visitor, q: str) -> None:
    assert "How to tell a real badge" in visitor.visit(f"/verify{q}").text
