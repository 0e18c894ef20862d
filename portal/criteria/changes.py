"""Two editions side by side: what is new, what is gone, and what is said otherwise, word by word."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portal.criteria.edition import Criterion, Edition
from portal.criteria.writing import tree_of
from portal.kernel.differences import Piece, differences
from portal.kernel.words import Words, words

# The parts of an edition beside its criteria, in the order in which a change of them matters to a council.
SECTIONS: Mapping[str, Words] = {
    "pass_rule": words("What a council needs for an award"),
    "outcomes": words("Outcomes"),
    "scale": words("What the scores mean"),
    "scoring": words("How scores are added up"),
    "evidence_rules": words("Rules for evidence"),
    "evidence_types": words("Types of evidence"),
    "validity": words("How long an award holds"),
    "annual_check": words("The annual check"),
    "fee": words("Fee"),
    "themes": words("Themes"),
    "authority_types": words("Kinds of council"),
    "framework": words("About the edition"),
}
# They are different in any two editions, and stand at the head of every comparison.
_NAMES = frozenset({("framework", "edition"), ("framework", "version")})
_YES, _NO = "yes", "no"


@dataclass(frozen=True)
class Change:
    """One text that is said otherwise; empty before where it is new, empty now where it is gone."""

    label: Words
    before: str
    now: str

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The change, word by word."""
        return differences(self.before, self.now)


@dataclass(frozen=True)
class ChangedCriterion:
    """A criterion of both editions that is not the same in them; its title is that of the later one."""

    id: str
    title: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class ChangedSection:
    """A part of the edition beside the criteria."""

    title: Words
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Comparison:
    """Everything in which a later edition differs from an earlier one. ``same`` counts the criteria left as they were.

    ``reordered``: the criteria that are in both stand in another order.
    """

    before: Edition
    now: Edition
    new: tuple[Criterion, ...]
    gone: tuple[Criterion, ...]
    changed: tuple[ChangedCriterion, ...]
    sections: tuple[ChangedSection, ...]
    same: int
    reordered: bool

    @property
    def nothing(self) -> bool:
        """Whether the two differ in nothing but their names."""
        return not (self.new or self.gone or self.changed or self.sections or self.reordered)


def compare(before: Edition, now: Edition) -> Comparison:
    """Lay a later edition beside an earlier one. A criterion is known by its id."""
    earlier = {criterion.id: criterion for criterion in before.criteria}
    later = {criterion.id: criterion for criterion in now.criteria}
    both = [name for name in later if name in earlier]
    changed = tuple(
        ChangedCriterion(name, later[name].title, changes)
        for name in both
        if (changes := tuple(_between(_spelled(before, earlier[name]), _spelled(now, later[name]))))
    )
    return Comparison(
        before=before,
        now=now,
        new=tuple(criterion for criterion in now.criteria if criterion.id not in earlier),
        gone=tuple(criterion for criterion in before.criteria if criterion.id not in later),
        changed=changed,
        sections=tuple(_sections(before, now)),
        same=len(both) - len(changed),
        reordered=[name for name in earlier if name in later] != both,
    )


Spelled = Mapping[tuple[str, ...], tuple[Words, str]]


def _between(before: Spelled, now: Spelled) -> Iterator[Change]:
    for key in dict.fromkeys((*before, *now)):
        label = (now.get(key) or before[key])[0]
        said, says = (side[key][1] if key in side else "" for side in (before, now))
        if said != says:
            yield Change(label, said, says)


def _spelled(edition: Edition, criterion: Criterion) -> Spelled:
    """Everything that a criterion says, as text."""
    kinds = {kind.id: kind.label for kind in edition.authority_types}
    types = {kind.id: kind.label for kind in edition.evidence_types}
    sources = (f"{source.label} {source.url or ''}".strip() for source in criterion.source_basis)
    return {
        ("title",): (words("Title"), criterion.title),
        ("theme",): (words("Theme"), edition.theme(criterion.theme).title),
        ("statement",): (words("Statement"), criterion.statement),
        **{
            ("rubric", str(score)): (words("What scores %(score)s", score=score), sentence)
            for score, sentence in enumerate(criterion.rubric)
        },
        ("essential",): (words("Essential"), _said(yes=criterion.essential)),
        ("weight",): (words("Weight in the total"), str(criterion.weight)),
        ("why",): (words("Why it matters"), criterion.why_it_matters),
        ("good",): (words("What good looks like"), "\n".join(criterion.what_good_looks_like)),
        ("accepted",): (
            words("Evidence that is accepted"),
            "\n".join(types[kind] for kind in criterion.evidence.accepted),
        ),
        ("examples",): (words("Examples of evidence"), "\n".join(criterion.evidence.examples)),
        ("live",): (words("What the reviewer looks at"), criterion.live_check or ""),
        ("annual",): (words("Part of the annual check"), _said(yes=criterion.annual_check)),
        ("left_out",): (
            words("May be left out by"),
            "\n".join(kinds[kind] for kind in criterion.na_allowed_for),
        ),
        **{
            ("note", note.authority_type): (words("Note: %(kind)s", kind=kinds[note.authority_type]), note.note)
            for note in criterion.authority_notes
        },
        ("sources",): (words("Sources"), "\n".join(sources)),
        ("founding",): (words("Uses named at the founding"), "\n".join(criterion.founding_uses)),
    }


def _said(*, yes: bool) -> str:
    return _YES if yes else _NO


def _sections(before: Edition, now: Edition) -> Iterator[ChangedSection]:
    earlier, later = tree_of(before), tree_of(now)
    for section, title in SECTIONS.items():
        changes = tuple(_between(_flat(section, earlier[section]), _flat(section, later[section])))
        if changes:
            yield ChangedSection(title, changes)


def _flat(section: str, value: object) -> Spelled:
    found = {path: text for path, text in _leaves((section,), value) if path not in _NAMES}
    return {path: (_label(path[1:]), text) for path, text in found.items()}


def _leaves(path: tuple[str, ...], value: object) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each text and number with the way to it: entries of a list by their id, or else by their place in it."""
    if isinstance(value, dict):
        for key, child in value.items():
            yield from _leaves((*path, str(key)), child)
    elif isinstance(value, list):
        for place, child in enumerate(value, 1):
            name = child.get("id") if isinstance(child, dict) else None
            yield from _leaves((*path, str(name or place)), child)
    elif isinstance(value, bool):
        yield path, _said(yes=value)
    else:
        yield path, str(value)


def _label(path: tuple[str, ...]) -> Words:
    """The names in the file are English words with lines between them: that is how they are shown."""
    return Words(", ".join(part.replace("_", " ") for part in path).capitalize())
