"""The keys and the moments that the rows share."""

from datetime import UTC, date, datetime
from uuid import UUID

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
TODAY, LATER = date(2026, 11, 18), date(2028, 11, 17)
HASH = "0" * 64
PERSON, COLLEAGUE, COUNCIL, EDITION, APPLICATION, DECLARATION, RECALLED, ASSIGNMENT, AWARD, CHECK = (
    UUID(int=number) for number in range(1, 11)
)
ITEM, ROUND, DAY, DECISION, APPEAL, EXERCISE, CALIBRATED = (UUID(int=number) for number in range(11, 18))
SESSION = UUID(int=20)
SUSPENDED = UUID(int=31)
CONCERN = UUID(int=21)
MOVES = {"state_since": NOW, "version": 1}

Row = dict[str, object]
