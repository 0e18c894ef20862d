"""What a certificate says, as plain values: what is drawn, and what is kept beside the document to be read again."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date


@dataclass(frozen=True)
class Printed:
    """Everything that one certificate says. ``lang`` is its language; names are in the languages beside them.

    ``other_name`` is the council's name in its other language, empty where it has none. ``left_out`` are the signs of
    the names that no certificate can show (``lettering.py``). ``under_review``: it is held to ``ends_on`` at most,
    because its renewal is being reviewed.
    """

    lang: str
    number: str
    council: str
    council_lang: str
    other_name: str
    other_lang: str
    commendation: bool
    starts_on: date
    ends_on: date
    issued_on: date
    edition: str
    edition_version: str
    domain: str
    verify_url: str
    left_out: str = ""
    under_review: bool = False

    def to_json(self) -> dict[str, object]:
        """The same for a column of JSON: days are written YYYY-MM-DD."""
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(self).items()}


def printed_from(kept: Mapping[str, object]) -> Printed:
    """What was kept, as it was printed."""
    days = {field.name for field in fields(Printed) if field.type is date}
    return Printed(**{name: date.fromisoformat(str(kept[name])) if name in days else kept[name] for name in kept})  # type: ignore[arg-type] # as to_json wrote it


def differences(before: Printed, after: Printed) -> tuple[str, ...]:
    """The names of the fields that say something else; the day of issue aside, which always does."""
    return tuple(
        field.name
        for field in fields(Printed)
        if field.name != "issued_on" and getattr(before, field.name) != getattr(after, field.name)
    )
