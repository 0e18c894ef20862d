"""Words for people, written where the rule is and translated where the page is.

Rules and lifecycles know nothing of a request or a language. They return :class:`Words`; the web layer looks them
up in the catalogue of the reader's language and fills in the values.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Words:
    """A sentence in English, which is also its key in the catalogue, and the values that belong into it."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """The English sentence, for logs, the command line and tests."""
        return self.text % self.values if self.values else self.text


@dataclass(frozen=True)
class Names:
    """What a council is called: in English, and in Welsh where it has a name of its own there."""

    english: str
    welsh: str = ""

    def __str__(self) -> str:
        """The English name, for logs, the command line and tests."""
        return self.english


def words(text: str, **values: object) -> Words:
    """Mark a sentence for translation; placeholders are written ``%(name)s``. The extractor looks for this name."""
    return Words(text, values)
