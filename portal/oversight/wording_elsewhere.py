"""What the events beside the case of an application are called in the trail of a person."""

from collections.abc import Mapping

from portal.concerns.wording import EVENT_WORDS
from portal.kernel.words import Words, words

HAPPENED_ELSEWHERE: Mapping[str, Words] = {
    "claim:made": words("Claimed a council"),
    "claim:accepted": words("Accepted a claim"),
    "claim:refused": words("Refused a claim"),
    "claim:withdrawn": words("Took a claim back"),
    "invitation:sent": words("Invited somebody to a council’s team"),
    "invitation:approval_needed": words("Invited somebody at another domain"),
    "invitation:accepted": words("Accepted an invitation"),
    "invitation:refused": words("Refused an invitation at another domain"),
    "invitation:cancelled": words("Took an invitation back"),
    "membership:begun": words("Access to a council given"),
    "membership:ended": words("Access to a council ended"),
    "staff:invited": words("Invited somebody to work for the scheme"),
    "staff_role:begun": words("Role in the scheme given"),
    "staff_role:ended": words("Role in the scheme ended"),
    "calibration:begun": words("Calibration planned"),
    "calibration:opened": words("Calibration opened"),
    "calibration:closed": words("Calibration closed"),
    "website:proposed": words("Asked for a website to be added"),
    "website:accepted": words("Added a council’s website"),
    "website:refused": words("Refused a council’s website"),
    "website:closed": words("Website no longer waits: the award has ended"),
    "website:taken_back": words("Took a website back"),
    "website:removed": words("Removed a website"),
    "edition:drafted": words("Edition of the criteria drafted"),
    "edition:scheduled": words("Edition of the criteria scheduled"),
    "edition:unscheduled": words("Edition of the criteria no longer scheduled"),
    "edition:published": words("Edition of the criteria published"),
    "edition:retired": words("Edition of the criteria retired"),
    "draw:committed": words("Draw committed to"),
    "draw:revealed": words("Draw revealed"),
    "key:created": words("Signing key made"),
    "key:retired": words("Signing key retired"),
    "key:distrusted": words("Signing key no longer trusted"),
    **EVENT_WORDS,
}
