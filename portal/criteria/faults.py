"""What makes an edition unsound, beyond the types of its values.

The checks take the file as plain mappings, lists, text and numbers, and pass over what has the wrong type: that is
reported when the file is given its shape. So a file with several faults of several kinds has them all named at once.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from portal.criteria.terms import Outcome, RuleId
from portal.kernel.words import Words, words

Path = tuple[str | int, ...]
Tree = Mapping[str | int, object]


@dataclass(frozen=True)
class Fault:
    """What is wrong, and where: the keys and positions that lead there; the line, where the path is not enough.

    ``words`` leave out the line and the id of the entry, which whoever shows the fault puts before them.
    """

    path: Path
    words: Words
    line: int | None = None


# Where ids of another section are named, that section, and what to say of one that is not there.
_REFERENCES = (
    (("theme",), "themes", words("There is no theme %(id)s.")),
    (("evidence", "accepted"), "evidence_types", words("There is no evidence type %(id)s.")),
    (("na_allowed_for",), "authority_types", words("There is no authority type %(id)s.")),
    (("authority_notes",), "authority_types", words("There is no authority type %(id)s.")),
)

# The rules that rules.py measures, with the key of the number that each compares.
_PASS_RULES: Mapping[str, str | None] = {
    "essentials": "minimum_score",
    "total": "threshold_percent",
    "theme_floor": "threshold_percent",
}
_COMMENDATION_RULES: Mapping[str, str | None] = {
    "pass": None,
    "total": "threshold_percent",
    "theme_floor": "threshold_percent",
    "no_zero": "minimum_score",
}

_PERCENTAGES = frozenset({"threshold_percent", "total_percent", "annual_check_spot_check_percent"})
_SCORES = frozenset({"score", "statement_only_cap", "essentials", "others", "one_essential"})
_SCORES_ABOVE_ZERO = frozenset({"minimum_score", "raised_to"})
_AT_LEAST_ONE = frozenset({"weight", "at_most_criteria", "order"})
_UNBOUNDED = 10**6
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,29}")


def faults_in(tree: Tree) -> Iterator[Fault]:
    """Yield everything that is wrong with this edition as far as its values have the right types."""
    yield from _unfit_name(tree)
    yield from _ids_given_twice(tree)
    yield from _numbers_out_of_range(tree)
    yield from _unknown_ids(tree)
    yield from _faults_of_criteria(tree)
    yield from _sums_that_differ(tree)
    yield from _faults_of_rules(tree, ("pass_rule", "all_must_hold"), _PASS_RULES)
    yield from _faults_of_rules(tree, ("pass_rule", "commendation_rule", "all_must_hold"), _COMMENDATION_RULES)
    yield from _faults_of_outcomes(tree)
    yield from _gaps(tree)


def _unfit_name(tree: Tree) -> Iterator[Fault]:
    name = _at(tree, "framework", "edition")
    if isinstance(name, str) and not _NAME.fullmatch(name):
        yield Fault(
            ("framework", "edition"),
            words("edition is part of an address: use small letters, digits and hyphens, 30 at most."),
        )


def _ids_given_twice(tree: Tree) -> Iterator[Fault]:
    for path, value in _walk(tree):
        seen = set()
        for index, entry in _entries(value):
            if not isinstance(entry.get("id"), str):
                continue
            if entry["id"] in seen:
                yield Fault((*path, index, "id"), words("The id %(id)s is given twice.", id=entry["id"]))
            seen.add(entry["id"])


def _numbers_out_of_range(tree: Tree) -> Iterator[Fault]:
    top = _top_score(tree)
    for path, value in _walk(tree):
        if not path or not isinstance(value, int | float) or isinstance(value, bool):
            continue
        low, high = _range_of(str(path[-1]), top)
        if not low <= value <= high:
            yield Fault(
                path,
                words("%(key)s must be from %(low)s to %(high)s.", key=path[-1], low=low, high=high),
            )


def _range_of(key: str, top: int) -> tuple[int, int]:
    if key in _PERCENTAGES:
        return 0, 100
    if key in _SCORES:
        return 0, top
    if key in _SCORES_ABOVE_ZERO:
        return 1, top
    if key == "min":  # an answer that is not there yet counts as the lowest score, and the formula takes that to be 0
        return 0, 0
    return (1 if key in _AT_LEAST_ONE else 0), _UNBOUNDED


def _unknown_ids(tree: Tree) -> Iterator[Fault]:
    for index, criterion in _entries(tree.get("criteria")):
        for keys, section, unknown in _REFERENCES:
            yield from _not_in(tree, section, ("criteria", index, *keys), _at(criterion, *keys), unknown)
    for index, question in _entries(_at(tree, "annual_check", "questions")):
        path = ("annual_check", "questions", index, "criteria")
        yield from _not_in(tree, "criteria", path, question.get("criteria"), words("There is no criterion %(id)s."))


def _not_in(tree: Tree, section: str, path: Path, value: object, unknown: Words) -> Iterator[Fault]:
    named: list[tuple[Path, object]]
    if isinstance(value, Mapping):
        named = [((*path, key), key) for key in value]
    elif isinstance(value, list):
        named = [((*path, index), item) for index, item in enumerate(value)]
    else:
        named = [(path, value)]
    known = _ids(tree.get(section))
    for place, name in named:
        # When the section itself is missing, that is the fault, not each mention of it.
        if known and isinstance(name, str) and name not in known:
            yield Fault(place, replace(unknown, values={"id": name}))


def _faults_of_criteria(tree: Tree) -> Iterator[Fault]:
    scores = range(_top_score(tree) + 1)
    for index, criterion in _entries(tree.get("criteria")):
        path = ("criteria", index)
        if criterion.get("essential") is True and criterion.get("na_allowed_for"):
            yield Fault((*path, "na_allowed_for"), words("An essential criterion can never be not applicable."))
        if not isinstance(criterion.get("authority_notes", {}), Mapping):
            yield Fault((*path, "authority_notes"), words("Give a note beside each authority type."))
        rubric = criterion.get("rubric", dict.fromkeys(scores))
        if not isinstance(rubric, Mapping):
            yield Fault((*path, "rubric"), words("Give a sentence beside each score."))
            continue
        for score in scores:
            if score not in rubric:
                yield Fault(
                    (*path, "rubric"), words("There is no rubric sentence for a score of %(score)s.", score=score)
                )
        for key in rubric:
            if key not in scores:
                yield Fault((*path, "rubric", key), words("%(key)s is not a score, so it needs no sentence.", key=key))


def _sums_that_differ(tree: Tree) -> Iterator[Fault]:
    weights = [criterion.get("weight") for _, criterion in _entries(tree.get("criteria"))]
    whole = [weight for weight in weights if isinstance(weight, int)]
    if len(whole) < len(weights):
        return
    for key, total in (("total_weight", sum(whole)), ("max_weighted_points", sum(whole) * _top_score(tree))):
        stated = _at(tree, "scoring", key)
        if isinstance(stated, int) and stated != total:
            yield Fault(
                ("scoring", key),
                words(
                    "%(key)s is %(stated)s, but the criteria add up to %(total)s.", key=key, stated=stated, total=total
                ),
            )


def _faults_of_rules(tree: Tree, path: tuple[str, ...], numbers: Mapping[str, str | None]) -> Iterator[Fault]:
    rules = _at(tree, *path)
    if not isinstance(rules, list):
        return
    for rule_id in sorted(numbers.keys() - _ids(rules)):
        yield Fault(path, words("The rule %(id)s is missing.", id=rule_id))
    for index, rule in _entries(rules):
        rule_id = str(rule.get("id"))
        if rule_id not in numbers:
            # An id that is no rule anywhere is told when the file is given its shape.
            if rule_id in frozenset(RuleId):
                yield Fault((*path, index, "id"), words("The rule %(id)s does not belong here.", id=rule_id))
            continue
        for key in ("minimum_score", "threshold_percent"):
            if (key in rule) != (key == numbers[rule_id]):
                needed = numbers[rule_id] or "rule"
                yield Fault((*path, index), words("This rule compares %(needed)s alone.", needed=needed))
                break


def _faults_of_outcomes(tree: Tree) -> Iterator[Fault]:
    outcomes = tree.get("outcomes")
    if not isinstance(outcomes, list):
        return
    for outcome in sorted(frozenset(Outcome) - _ids(outcomes)):
        yield Fault(("outcomes",), words("The outcome %(id)s is missing.", id=outcome))
    for index, entry in _entries(outcomes):
        if ("small_changes" in entry) != (entry.get("id") == Outcome.NOT_YET_MINOR):
            yield Fault(("outcomes", index), words("small_changes belong to not_yet_minor, and to it alone."))


def _gaps(tree: Tree) -> Iterator[Fault]:
    """Yield what would leave a sum over nothing, or a score without a meaning."""
    criteria = [criterion for _, criterion in _entries(tree.get("criteria"))]
    if criteria and not any(criterion.get("essential") is True for criterion in criteria):
        yield Fault(("criteria",), words("At least one criterion must be essential."))
    used = [criterion.get("theme") for criterion in criteria]
    for index, theme in _entries(tree.get("themes")):
        if theme.get("id") not in used:
            yield Fault(("themes", index), words("This theme has no criterion."))
        if isinstance(theme.get("order"), int) and theme["order"] != index + 1:
            yield Fault(("themes", index, "order"), words("The order must count the themes from 1."))
    levels = _at(tree, "scale", "levels")
    given = [level.get("score") for _, level in _entries(levels)]
    if isinstance(levels, list) and given != list(range(_top_score(tree) + 1)):
        yield Fault(("scale", "levels"), words("Give one level for each score, from the lowest."))
    asked = [question.get("criteria") for _, question in _entries(_at(tree, "annual_check", "questions"))]
    for index, criterion in _entries(tree.get("criteria")):
        if criterion.get("annual_check") is True and not any(
            isinstance(ids, list) and criterion.get("id") in ids for ids in asked
        ):
            yield Fault(("criteria", index, "annual_check"), words("No question of the annual check asks about this."))


def _top_score(tree: Tree) -> int:
    top = _at(tree, "scale", "max")
    return top if isinstance(top, int) and 1 <= top <= 10 else 3


def _walk(value: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    yield path, value
    if isinstance(value, Mapping):
        for key, child in value.items():
            yield from _walk(child, (*path, key))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from _walk(child, (*path, index))


def _at(value: object, *keys: str) -> object:
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _entries(value: object) -> Iterator[tuple[int, Tree]]:
    if isinstance(value, list):
        yield from ((index, entry) for index, entry in enumerate(value) if isinstance(entry, Mapping))


def _ids(value: object) -> frozenset[str]:
    return frozenset(str(entry["id"]) for _, entry in _entries(value) if "id" in entry)
