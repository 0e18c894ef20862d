"""What concerns, their types and their ends are called, for people."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.concerns.states import Aside, ConcernKind, ConcernState, Elsewhere, Escalation, Finding, Outcome
from portal.kernel.words import Words, words

_S = ConcernState

# For those who work for the scheme.
STATE_WORDS: Mapping[ConcernState, Words] = {
    _S.RECEIVED: words("Received: to be looked at"),
    _S.NOT_FOR_US: words("Closed: not for us"),
    _S.MERGED: words("Merged with another report of the same"),
    _S.TRIAGED: words("Looked at: the next step is to be chosen"),
    _S.WITH_COUNCIL: words("With the council"),
    _S.PUT_RIGHT: words("Answered and checked: to be closed"),
    _S.ESCALATED: words("Taken further"),
    _S.INVESTIGATION: words("Being investigated"),
    _S.CLOSED: words("Closed"),
}

# For whoever looks up a reference: nothing about people.
PUBLIC_WORDS: Mapping[ConcernState, Words] = {
    _S.RECEIVED: words("We have your report. Nobody has looked at it yet."),
    _S.NOT_FOR_US: words("We have looked at your report. It is not something that we can deal with."),
    _S.MERGED: words("We have put your report together with another one about the same."),
    _S.TRIAGED: words("We have looked at your report and are working on it."),
    _S.WITH_COUNCIL: words("We have asked the council to answer. It has 10 working days."),
    _S.PUT_RIGHT: words("The council has answered, and one of us has checked."),
    _S.ESCALATED: words("We have taken it further."),
    _S.INVESTIGATION: words("We are investigating. The council is heard, and somebody who took no part checks us."),
    _S.CLOSED: words("We have finished."),
}

KIND_WORDS: Mapping[ConcernKind, Words] = {
    ConcernKind.NOT_A_HOLDER: words("The Mark on a website or account that is not the council’s"),
    ConcernKind.OLD_BADGE: words("A badge or certificate that is out of date or was altered"),
    ConcernKind.FAKE: words("A fake account or website that pretends to be a council"),
    ConcernKind.PROMISE: words("A council that has the Mark and does not keep its promise"),
    ConcernKind.FALSE_STATEMENT: words("Something that a council said to get the Mark and that was false"),
}

ASIDE_WORDS: Mapping[Aside, Words] = {
    Aside.ONE_PLACE: words("Many reports came from one connection, or for one email address, that day"),
    Aside.ONE_COUNCIL: words("Many reports about this council came that day"),
    Aside.SAME_TEXT: words("Another report in the last 30 days has the same words"),
    Aside.NOT_BY_HAND: words("It looks as if a program had filled the form in"),
}

ESCALATION_WORDS: Mapping[Escalation, Words] = {
    Escalation.SUSPENSION: words("Suspension of the award"),
    Escalation.FORMAL_LETTER: words("A formal letter, or legal action"),
    Escalation.PLATFORM_REPORT: words("A report to the social network or the host"),
}

FINDING_WORDS: Mapping[Finding, Words] = {
    Finding.FALSE: words("The statement was false"),
    Finding.NOT_FALSE: words("The statement was not false, or it cannot be shown"),
}

OUTCOME_WORDS: Mapping[Outcome, Words] = {
    Outcome.PUT_RIGHT: words("Put right"),
    Outcome.TAKEN_FURTHER: words("Taken further"),
    Outcome.NO_MISUSE: words("No misuse found"),
    Outcome.TOO_LITTLE: words("Too little to go on"),
    Outcome.PROVEN: words("A false statement, confirmed"),
    Outcome.NOT_PROVEN: words("A false statement, not confirmed"),
}

# The same, as the reporter reads it.
OUTCOME_TOLD: Mapping[Outcome, Words] = {
    Outcome.PUT_RIGHT: words("It has been put right. One of us has checked."),
    Outcome.TAKEN_FURTHER: words("We have taken it further, as far as we can."),
    Outcome.NO_MISUSE: words("We have looked, and found that the Mark was not misused."),
    Outcome.TOO_LITTLE: words("We have looked, and did not find enough to act on."),
    Outcome.PROVEN: words("We have found that the statement was false. The register shows what follows from it."),
    Outcome.NOT_PROVEN: words("We have looked into the statement, and it could not be shown that it was false."),
}

# What has happened, in the trail of a concern and in that of a person.
EVENT_WORDS: Mapping[str, Words] = {
    "concern:received": words("Concern reported"),
    "concern:taken_in": words("Concern put into the list after a look"),
    "concern:taken_on": words("Concern taken on"),
    "concern:triaged": words("Concern sorted by type and council"),
    "concern:merged": words("Concern put together with another"),
    "concern:not_for_us": words("Concern closed: not for us"),
    "concern:with_council": words("Council asked about a concern"),
    "concern:answered": words("Council answered about a concern"),
    "concern:put_right": words("Concern answered and checked"),
    "concern:escalated": words("Concern taken further"),
    "concern:investigated": words("Investigation of a concern begun"),
    "concern:found": words("Finding of an investigation written down"),
    "concern:confirmed": words("Finding confirmed by the chair"),
    "concern:not_confirmed": words("Finding not confirmed by the chair"),
    "concern:closed": words("Concern closed"),
}


@dataclass(frozen=True)
class Place:
    """Somewhere to go: what it deals with, and its address on the web; empty where that depends on the council."""

    name: Words
    what_for: Words
    address: str = ""


PLACES: Mapping[Elsewhere, Place] = {
    Elsewhere.COUNCIL: Place(
        words("The council itself"),
        words("A service, a decision, a reply, or a complaint that it has not answered yet."),
        "https://www.gov.uk/find-local-council",
    ),
    Elsewhere.OMBUDSMAN_ENGLAND: Place(
        words("Local Government and Social Care Ombudsman (England)"),
        words("You have complained to the council and are not content with how it ended."),
        "https://www.lgo.org.uk/make-a-complaint",
    ),
    Elsewhere.OMBUDSMAN_WALES: Place(
        words("Public Services Ombudsman for Wales"),
        words(
            "You have complained to a council in Wales and are not content with how it ended; also how a councillor"
            " behaves."
        ),
        "https://www.ombudsman.wales/",
    ),
    Elsewhere.MONITORING_OFFICER: Place(
        words("The council’s monitoring officer"),
        words("How a councillor in England behaves, also on their own accounts. Ask the council who it is."),
        "https://www.gov.uk/find-local-council",
    ),
    Elsewhere.NETWORK: Place(
        words("The social network"),
        words("A post or an account that breaks its rules: use “report” beside the post."),
    ),
    Elsewhere.POLICE: Place(
        words("The police: 101, or 999 in an emergency"),
        words("Threats, fraud and other crimes."),
        "https://www.police.uk/",
    ),
    Elsewhere.DATA: Place(
        words("Information Commissioner’s Office"),
        words("What a council does with personal data, or a request for information that it has not answered."),
        "https://ico.org.uk/make-a-complaint/",
    ),
}
