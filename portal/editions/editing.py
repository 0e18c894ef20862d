"""The criteria of a draft, changed one at a time: plain values of a file in, plain values out.

A draft may have faults, so nothing here takes for granted that a value is there or of the right type; what a form does
not show stays as it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import cast

from portal.criteria.faults import Tree
from portal.kernel.errors import NotFound
from portal.kernel.words import Words, words

SCORES = (0, 1, 2, 3)
# What every criterion has and no form asks for.
_FIXED: Mapping[str | int, object] = {
    "applies_to": "all",
    "founding_uses": [],
    "source_basis": [],
}
_Entry = dict[str | int, object]


@dataclass(frozen=True)
class Typed:
    """One criterion as it is typed. ``good`` and ``examples`` have a line for each entry, ``notes`` one text for each
    kind of council. ``weight`` is text: what is no number is kept, and is a fault of the draft.
    """

    id: str
    theme: str
    title: str
    statement: str
    why_it_matters: str
    good: str
    accepted: tuple[str, ...]
    examples: str
    rubric: tuple[str, str, str, str]
    essential: bool
    weight: str
    annual_check: bool
    live_check: str
    na_allowed_for: tuple[str, ...]
    notes: Mapping[str, str]


@dataclass(frozen=True)
class Choices:
    """What a criterion can refer to: themes, types of evidence and kinds of council, as ids with their words."""

    themes: Mapping[str, str]
    types: Mapping[str, str]
    kinds: Mapping[str, str]


@dataclass(frozen=True)
class Line:
    """A criterion in the list of a draft; ``theme`` is its id."""

    id: str
    title: str
    theme: str
    essential: bool
    weight: str


def choices(tree: Tree) -> Choices:
    """What the draft has to refer to, in its order."""
    return Choices(
        {name: _text(entry.get("title")) for name, entry in _named(tree.get("themes")).items()},
        {name: _text(entry.get("label")) for name, entry in _named(tree.get("evidence_types")).items()},
        {name: _text(entry.get("label")) for name, entry in _named(tree.get("authority_types")).items()},
    )


def lines(tree: Tree) -> tuple[Line, ...]:
    """The criteria that have an id, in the order of the file."""
    return tuple(
        Line(
            name,
            _text(entry.get("title")),
            _text(entry.get("theme")),
            entry.get("essential") is True,
            _text(entry.get("weight")),
        )
        for name, entry in _named(tree.get("criteria")).items()
    )


def typed(tree: Tree, criterion_id: str) -> Typed:
    """One criterion as a form shows it. Raises NotFound."""
    entry = _named(tree.get("criteria")).get(criterion_id)
    if entry is None:
        raise NotFound(f"no criterion {criterion_id}")
    evidence = entry.get("evidence")
    given = evidence if isinstance(evidence, dict) else {}
    rubric, notes = entry.get("rubric"), entry.get("authority_notes")
    sentences = rubric if isinstance(rubric, dict) else {}
    zero, one, two, three = (_text(sentences.get(score)) for score in SCORES)
    return Typed(
        id=criterion_id,
        theme=_text(entry.get("theme")),
        title=_text(entry.get("title")),
        statement=_text(entry.get("statement")),
        why_it_matters=_text(entry.get("why_it_matters")),
        good="\n".join(_texts(entry.get("what_good_looks_like"))),
        accepted=_texts(given.get("accepted")),
        examples="\n".join(_texts(given.get("examples"))),
        rubric=(zero, one, two, three),
        essential=entry.get("essential") is True,
        weight=_text(entry.get("weight")),
        annual_check=entry.get("annual_check") is True,
        live_check=_text(entry.get("live_check")),
        na_allowed_for=_texts(entry.get("na_allowed_for")),
        notes={str(kind): _text(note) for kind, note in notes.items()} if isinstance(notes, dict) else {},
    )


def in_saved_order(saved: Typed, said: Typed) -> Typed:
    """What is typed, with what was chosen out of a list in the order in which it is saved; what is new comes last."""
    return replace(
        said,
        accepted=_sorted_as(saved.accepted, said.accepted),
        na_allowed_for=_sorted_as(saved.na_allowed_for, said.na_allowed_for),
        notes={kind: note for kind, note in said.notes.items() if note},
    )


def _sorted_as(saved: tuple[str, ...], chosen: tuple[str, ...]) -> tuple[str, ...]:
    return (*(name for name in saved if name in chosen), *(name for name in chosen if name not in saved))


def with_criterion(tree: Tree, criterion_id: str, said: Typed) -> Tree:
    """The draft with this criterion changed; with an empty id, with a new one, after the last of its theme.

    Raises NotFound where it is not there.
    """
    entries = _entries(tree)
    if criterion_id:
        at = _place(entries, criterion_id)
        entries[at] = _changed(entries[at], said)
    else:
        last = max((at for at, entry in enumerate(entries) if entry.get("theme") == said.theme), default=len(entries))
        entries.insert(last + 1, _changed({}, said))
    return {**tree, "criteria": entries}


def without_criterion(tree: Tree, criterion_id: str) -> Tree:
    """The draft without this criterion. Raises NotFound."""
    entries = _entries(tree)
    del entries[_place(entries, criterion_id)]
    return {**tree, "criteria": entries}


def moved(tree: Tree, criterion_id: str, *, up: bool) -> Tree:
    """The draft with this criterion one place earlier or later among those of its theme; as it was at either end.

    Raises NotFound.
    """
    entries = _entries(tree)
    at = _place(entries, criterion_id)
    same = [place for place, entry in enumerate(entries) if entry.get("theme") == entries[at].get("theme")]
    position = same.index(at) + (-1 if up else 1)
    if 0 <= position < len(same):
        other = same[position]
        entries[at], entries[other] = entries[other], entries[at]
    return {**tree, "criteria": entries}


def with_sums(tree: Tree) -> Tree:
    """The draft with the two sums under ``scoring`` brought into line with its weights, as far as these are numbers."""
    scoring = tree.get("scoring")
    weights = [entry.get("weight") for entry in _entries(tree)]
    total = sum(weight for weight in weights if isinstance(weight, int))
    stated = {"total_weight": total, "max_weighted_points": total * SCORES[-1]}
    return {**tree, "scoring": {**(scoring if isinstance(scoring, dict) else {}), **stated}}


def named(tree: Tree, name: str, version: str) -> Tree:
    """The edition under another name and version."""
    framework = tree.get("framework")
    return {
        **tree,
        "framework": {**(framework if isinstance(framework, dict) else {}), "edition": name, "version": version},
    }


def spelled(said: Typed) -> Iterator[tuple[Words, str]]:
    """A criterion field by field, for two versions side by side."""
    yes, no = "yes", "no"
    yield from (
        (words("Id"), said.id),
        (words("Theme"), said.theme),
        (words("Title"), said.title),
        (words("Statement"), said.statement),
        (words("Why it matters"), said.why_it_matters),
        (words("What good looks like"), said.good),
        (words("Evidence that is accepted"), ", ".join(said.accepted)),
        (words("Examples of evidence"), said.examples),
        *((words("What scores %(score)s", score=score), text) for score, text in enumerate(said.rubric)),
        (words("Essential"), yes if said.essential else no),
        (words("Weight in the total"), said.weight),
        (words("Part of the annual check"), yes if said.annual_check else no),
        (words("What the reviewer looks at"), said.live_check),
        (words("May be left out by"), ", ".join(said.na_allowed_for)),
        *((words("Note: %(kind)s", kind=kind), note) for kind, note in sorted(said.notes.items()) if note),
    )


def _changed(entry: _Entry, said: Typed) -> _Entry:
    evidence, rubric = entry.get("evidence"), entry.get("rubric")
    changed: _Entry = {
        **entry,
        "id": said.id,
        "theme": said.theme,
        "title": said.title,
        "statement": said.statement,
        "why_it_matters": said.why_it_matters,
        "what_good_looks_like": _listed(said.good),
        "evidence": {
            **(evidence if isinstance(evidence, dict) else {}),
            "accepted": list(said.accepted),
            "examples": _listed(said.examples),
        },
        "rubric": {**(rubric if isinstance(rubric, dict) else {}), **dict(enumerate(said.rubric))},
        "essential": said.essential,
        "weight": int(said.weight) if said.weight.isascii() and said.weight.isdecimal() else said.weight,
        "annual_check": said.annual_check,
        "na_allowed_for": list(said.na_allowed_for),
        "authority_notes": {kind: note for kind, note in said.notes.items() if note},
    }
    changed.pop("live_check", None)
    if said.live_check:
        changed["live_check"] = said.live_check
    return {**_FIXED, **changed} if not entry else changed


def _place(entries: list[_Entry], criterion_id: str) -> int:
    for place, entry in enumerate(entries):
        if entry.get("id") == criterion_id:
            return place
    raise NotFound(f"no criterion {criterion_id}")


def _entries(tree: Tree) -> list[_Entry]:
    found = tree.get("criteria")
    return [cast(_Entry, entry) for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


def _named(value: object) -> dict[str, _Entry]:
    found: dict[str, _Entry] = {}
    for entry in value if isinstance(value, list) else []:
        if isinstance(entry, dict) and isinstance(entry.get("id"), str):
            found.setdefault(entry["id"], entry)  # one that is given twice is a fault; the first is the one shown
    return found


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _texts(value: object) -> tuple[str, ...]:
    return tuple(" ".join(_text(item).split()) for item in value) if isinstance(value, list) else ()


def _listed(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
