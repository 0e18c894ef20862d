"""The words that an approver signs, by version: a signature names the version, so these words never change.

To change what is signed, add a version and make it CURRENT; what was signed before can still be shown.
"""

from collections.abc import Mapping

from portal.kernel.words import Words, words

CURRENT = "2026-1"

# C5, row 5, of docs/process.md.
STATEMENTS: Mapping[str, tuple[Words, ...]] = {
    "2026-1": (
        words("Everything in this application is true to the best of my knowledge."),
        words("I have the authority to make this declaration for the council."),
        words(
            "The council accepts the terms of the Mark, the annual check half-way through an award, and the rules on"
            " misuse of the Mark."
        ),
        words("The council will tell the LGA of any significant change to what this application says."),
    ),
}
