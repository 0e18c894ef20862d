"""What browsers and passkeys say is believed only where it is about us, here, now and this person."""

import json
from typing import Any

import pytest

from portal.secondstep import ceremony
from portal.secondstep.ceremony import Known, NewKey
from portal.secondstep.rules import RelyingParty
from tests.factories.authenticator import PRESENT, VERIFIED, Authenticator, text

PARTY = RelyingParty("localhost", "http://localhost:5000")
PERSON = bytes(range(16))
CHALLENGE = ceremony.new_challenge()


def asked_to_add(known: tuple[Known, ...] = ()) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ceremony.options_to_add(PARTY, PERSON, "siân@example.org", "", CHALLENGE, known))
    return found


def asked_to_use(challenge: str = CHALLENGE) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ceremony.options_to_use(PARTY, challenge, [Known("AAEC", ("usb",))]))
    return found


def added(device: Authenticator) -> NewKey:
    key = ceremony.new_key(PARTY, CHALLENGE, device.create(asked_to_add()))
    assert key is not None
    return key


def used(device: Authenticator, key: NewKey, said: str, person: bytes = PERSON) -> int | None:
    return ceremony.count_after_use(PARTY, CHALLENGE, said, person, key.public_key, device.count - 1)


def test_browser_is_asked_for_a_verified_person_and_refuses_a_device_that_is_known() -> None:
    add, use = asked_to_add((Known("AAEC", ("internal",)),)), asked_to_use()
    assert (add["rp"], add["user"]["name"], add["user"]["id"], add["challenge"]) == (
        {"name": "Social Media Friendly Mark", "id": "localhost"},
        "siân@example.org",
        text(PERSON),
        CHALLENGE,
    )
    assert (add["authenticatorSelection"]["userVerification"], use["userVerification"]) == ("required", "required")
    assert [one["id"] for one in (*add["excludeCredentials"], *use["allowCredentials"])] == ["AAEC", "AAEC"]
    assert (add["timeout"], use["timeout"], use["rpId"]) == (300_000, 300_000, "localhost")


def test_new_passkey_is_kept_with_the_ways_to_reach_it_that_exist() -> None:
    device = Authenticator(count=7)
    key = added(device)
    assert (key.credential_id, key.sign_count, key.transports) == (text(device.credential_id), 7, ("internal",))


WRONG = {
    "another website": {"origin": "https://mark.example.org"},
    "the same name on another port": {"origin": "http://localhost:5001"},
    "made for another name": {"rp_id": "example.org"},
    "nobody was checked": {"flags": PRESENT},
    "nobody was there": {"flags": VERIFIED},
}


@pytest.mark.parametrize("fault", WRONG.values(), ids=WRONG)
def test_passkey_that_says_something_else_is_neither_added_nor_used(fault: dict[str, Any]) -> None:
    assert ceremony.new_key(PARTY, CHALLENGE, Authenticator(**fault).create(asked_to_add())) is None
    device = Authenticator()
    key = added(device)
    for name, value in fault.items():
        setattr(device, name, value)
    assert used(device, key, device.get(asked_to_use())) is None


def test_use_of_a_passkey_gives_its_count() -> None:
    device = Authenticator(count=3)
    key = added(device)
    assert used(device, key, device.get(asked_to_use())) == 4


def test_passkey_that_does_not_count_may_say_nought_for_ever() -> None:
    device = Authenticator()
    key = added(device)
    device.count = -1
    said = device.get(asked_to_use())
    assert ceremony.count_after_use(PARTY, CHALLENGE, said, PERSON, key.public_key, 0) == 0


@pytest.mark.parametrize("kept", [1, 2])
def test_count_that_does_not_go_up_is_refused(kept: int) -> None:
    device = Authenticator()
    key = added(device)
    said = device.get(asked_to_use())
    assert ceremony.count_after_use(PARTY, CHALLENGE, said, PERSON, key.public_key, kept) is None


def test_signature_is_for_one_challenge_one_key_and_one_person() -> None:
    device = Authenticator()
    key, other = added(device), added(Authenticator())
    said = device.get(asked_to_use())
    assert used(device, key, said) == 1
    assert used(device, other, said) is None
    assert used(device, key, said, person=bytes(16)) is None
    assert used(device, key, device.get(asked_to_use(ceremony.new_challenge()))) is None


def test_new_passkey_says_nothing_that_was_meant_for_using_one() -> None:
    device = Authenticator()
    key = added(device)
    assert ceremony.new_key(PARTY, CHALLENGE, device.get(asked_to_use())) is None
    assert used(device, key, device.create(asked_to_add())) is None


HOLLOW = {"clientDataJSON": "e30", "attestationObject": "oA", "authenticatorData": "AA", "signature": "AA"}
NAMED = {"id": "AAEC", "rawId": "AAEC", "type": "public-key"}
NONSENSE = [
    "",
    "null",
    "[]",
    "[" * 5000,
    '{"id": 7}',
    json.dumps({**NAMED, "response": "no"}),
    json.dumps({**NAMED, "id": "ŵ", "response": {"userHandle": "🙂"}}),
    json.dumps({**NAMED, "response": {**HOLLOW, "transports": {"usb": []}}}),
]


@pytest.mark.parametrize("said", NONSENSE)
def test_what_no_browser_says_is_refused_without_a_fault(said: str) -> None:
    assert ceremony.new_key(PARTY, CHALLENGE, said) is None
    assert ceremony.count_after_use(PARTY, CHALLENGE, said, PERSON, "AAEC", 0) is None


@pytest.mark.parametrize(
    "cose", [{}, {1: 2}, {1: 2, 3: -7}, {1: 2, 3: -7, -1: 1, -2: b"x", -3: b"y"}, {1: 2, 3: -7, -1: 99, -2: 5, -3: 5}]
)
def test_new_passkey_whose_key_is_none_is_refused(cose: dict[int, Any]) -> None:
    assert ceremony.new_key(PARTY, CHALLENGE, Authenticator(cose=cose).create(asked_to_add())) is None
