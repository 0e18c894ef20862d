"""How a round of questions ends (C5, row 17, of docs/process.md)."""

from enum import StrEnum


class RoundEnding(StrEnum):
    """The council has answered, or the ten working days have passed: it is scored on what is there."""

    ANSWERED = "answered"
    TIMED_OUT = "timed_out"
