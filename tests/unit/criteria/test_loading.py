"""What a faulty edition file is told, with the line and the id of each fault."""

import pytest

from portal.criteria.loading import load_edition
from portal.kernel.errors import RuleBroken
from tests.unit.criteria.faulty_editions import SHAPE, SOUNDNESS, changed, within
from tests.unit.criteria.sample import EDITION, TEXT, line_of

AWKWARD = 'Bins, "roads" =cmd ŵ 🙂 مرحبا ' + "a" * 90


def told(text: str) -> list[str]:
    with pytest.raises(RuleBroken) as refused:
        load_edition(text)
    assert {problem.field for problem in refused.value.problems} == {""}
    return [str(problem) for problem in refused.value.problems]


def test_edition_of_2026_loads() -> None:
    assert EDITION.slug == "2026"


@pytest.mark.parametrize(("text", "mark", "problem"), [case[1:] for case in SHAPE], ids=[case[0] for case in SHAPE])
def test_value_of_the_wrong_kind_is_named_with_line_and_id(text: str, mark: str | None, problem: str) -> None:
    assert mark is not None
    assert f"Line {line_of(text, mark)}, {problem}" in told(text)


@pytest.mark.parametrize(
    ("text", "mark", "problem"), [case[1:] for case in SOUNDNESS], ids=[case[0] for case in SOUNDNESS]
)
def test_unsound_edition_is_told_exactly_what_and_where(text: str, mark: str | None, problem: str) -> None:
    problems = told(text)
    assert [entry.split(", ", 1)[1] for entry in problems] == [problem]
    if mark is not None:
        assert problems[0].startswith(f"Line {line_of(text, mark)}, ")


def test_rule_missing_is_placed_at_its_list() -> None:
    text = changed("      - {id: no_zero, rule: No criterion scores 0, minimum_score: 1}\n", "")
    assert told(text) == [f"Line {line_of(text, '  commendation_rule:') + 1}, pass_rule: The rule no_zero is missing."]


def test_rubric_sentence_missing_is_placed_at_its_rubric() -> None:
    text = within("EMG-2", "      1: ", "      # 1: ")
    after = text[: text.index("      # 1: ")]
    rubric = after[: after.rindex("    rubric:")].count("\n") + 1
    assert told(text) == [f"Line {rubric}, EMG-2: There is no rubric sentence for a score of 1."]


@pytest.mark.parametrize(
    ("section", "entry"),
    [
        ("themes", "  - id: INF\n    order: 9\n    title: x\n    summary: x\n"),
        ("evidence_types", "  - {id: policy, label: x}\n"),
        ("authority_types", "  - {id: county, label: x}\n"),
    ],
)
def test_id_given_twice_is_named(section: str, entry: str) -> None:
    start = TEXT.index(f"\n{section}:\n") + 1
    end = TEXT.index("\n\n", start) + 1
    given = entry.split("id: ")[1].split(",")[0].split("\n")[0]
    line = TEXT[:end].count("\n") + 1
    assert told(TEXT[:end] + entry + TEXT[end:]) == [f"Line {line}, {given}: The id {given} is given twice."]


def test_criterion_given_twice_is_named() -> None:
    text = within("EMG-2", "id: EMG-2", "id: EMG-1")
    line = text.index("  - id: EMG-1", text.index("  - id: EMG-1") + 1)
    assert told(text) == [f"Line {text[:line].count(chr(10)) + 1}, EMG-1: The id EMG-1 is given twice."]


def test_file_with_many_faults_has_all_named_in_the_order_of_its_lines() -> None:
    text = within("EMG-2", "theme: EMG", "theme: nowhere")
    text = within("EMG-2", "    weight: 2", "    weight: two", text)
    text = within("IMP-1", "      3: ", "      # 3: ", text)
    text = text.replace("threshold_percent: 80", "threshold_percent: 800")
    problems = told(text)
    assert [entry.split(", ", 1)[1] for entry in problems] == [
        "total: threshold_percent must be from 0 to 100.",
        "EMG-2: There is no theme nowhere.",
        "EMG-2: weight must be a whole number.",
        "IMP-1: There is no rubric sentence for a score of 3.",
    ]
    lines = [int(entry.removeprefix("Line ").split(",")[0]) for entry in problems]
    assert lines == sorted(lines)


UNREADABLE = [
    ("nothing", "", 1, "the file is not keys with values"),
    ("a list", "- a\n- b\n", 1, "the file is not keys with values"),
    ("a word", "ŵ\n", 1, "the file is not keys with values"),
    ("open bracket", "themes:\n  - [a\n", 3, "expected ',' or ']', but got '<stream end>'"),
    ("a tab", "themes:\n\t- a\n", 2, "found character '\\t' that cannot start any token"),
    ("control character", "title: a\nsummary: \x00\n", 2, "special characters are not allowed"),
    ("two documents", "a: b\n---\nc: d\n", 2, "but found another document"),
    ("an object", "a: b\nc: !!python/object/apply:os.system [ls]\n", 2, None),
    ("a tag of its own", "a: !secret b\n", 1, "the tag !secret is not allowed"),
    ("an anchor", "a: &x b\n", 1, "anchors and aliases are not allowed"),
    ("an alias", "a: b\nc: *x\n", 2, "anchors and aliases are not allowed"),
    ("a deep nest", "a: " + "[" * 5000, 1, "the file is nested too deeply"),
]


@pytest.mark.parametrize(
    ("text", "line", "reason"), [case[1:] for case in UNREADABLE], ids=[case[0] for case in UNREADABLE]
)
def test_text_that_is_not_plain_yaml_is_refused_with_its_line(text: str, line: int, reason: str | None) -> None:
    reason = reason or "the tag tag:yaml.org,2002:python/object/apply:os.system is not allowed"
    assert told(text) == [f"Line {line}: this is not YAML that an edition can be read from: {reason}."]


def test_empty_mapping_is_told_every_section_that_is_missing() -> None:
    problems = told("{}")
    assert len(problems) == 13
    assert problems[0] == "Line 1, framework: framework is missing."


@pytest.mark.parametrize("section", ["themes", "criteria", "pass_rule", "scale", "outcomes", "annual_check", "scoring"])
@pytest.mark.parametrize("value", ["3", "[1, {id: [x]}]", "{a: {b: c}, id: d}", "null", "text", "[{id: a}, {id: a}]"])
def test_section_of_any_other_shape_is_refused_and_never_breaks_the_reader(section: str, value: str) -> None:
    start = TEXT.index(f"\n{section}:\n") + 1
    following = [
        TEXT.find(f"\n{name}:\n", start) for name in ("outcomes", "pass_rule", "criteria", "validity", "scoring")
    ]
    end = min((place for place in following if place > start), default=len(TEXT) - 1) + 1
    problems = told(f"{TEXT[:start]}{section}: {value}\n{TEXT[end:]}")
    assert any(f"Line {TEXT[:start].count(chr(10)) + 1}, " in problem for problem in problems)


def test_awkward_text_is_kept_to_the_letter() -> None:
    quoted = AWKWARD.replace('"', '\\"')
    edition = load_edition(within("EMG-2", "Out-of-hours cover and continuity", f'"{quoted}\\nnext"'))
    assert edition.criterion("EMG-2").title == f"{AWKWARD}\nnext"
