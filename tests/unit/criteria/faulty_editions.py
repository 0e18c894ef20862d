"""Copies of the edition of 2026, each with one fault: a name, the text, a mark on the faulty line, what is told.

The mark is None where the line is told by a test of its own.
"""

from tests.unit.criteria.sample import TEXT


def within(criterion_id: str, old: str, new: str, text: str = TEXT) -> str:
    """Change the first ``old`` after the line that begins this criterion."""
    start = text.index(f"  - id: {criterion_id}\n")
    assert old in text[start:]
    return text[:start] + text[start:].replace(old, new, 1)


def changed(old: str, new: str) -> str:
    assert TEXT.count(old) == 1, f"{old!r} is there {TEXT.count(old)} times"
    return TEXT.replace(old, new)


Case = tuple[str, str, str | None, str]

SHAPE: list[Case] = [
    (
        "title missing",
        within("EMG-2", "    title: Out-of-hours cover and continuity\n", ""),
        "- id: EMG-2",
        "EMG-2: title is missing.",
    ),
    (
        "key unknown",
        within("EMG-2", "    weight: 2", "    weight: 2\n    colour: mauve"),
        "colour: mauve",
        "EMG-2: colour does not belong here.",
    ),
    (
        "number as text",
        within("EMG-2", "    weight: 2", "    weight: two"),
        "weight: two",
        "EMG-2: weight must be a whole number.",
    ),
    (
        "number with a fraction",
        within("EMG-2", "    weight: 2", "    weight: 2.5"),
        "weight: 2.5",
        "EMG-2: weight must be a whole number.",
    ),
    (
        "text as number",
        changed('  version: "1.0"', "  version: 1.0"),
        "  version: 1.0",
        "smf-criteria: version must be text. Put quotes around what looks like a number or a date.",
    ),
    (
        "text as date",
        within("EMG-2", "title: Out-of-hours cover and continuity", "title: 2026-01-31"),
        "title: 2026-01-31",
        "EMG-2: 2026-01-31 is neither text nor a number. Put quotes around text.",
    ),
    (
        "text empty",
        within("EMG-2", "title: Out-of-hours cover and continuity", 'title: "  "'),
        'title: "  "',
        "EMG-2: title is empty.",
    ),
    (
        "truth as text",
        within("EMG-2", "essential: false", "essential: perhaps"),
        "essential: perhaps",
        "EMG-2: essential must be true or false.",
    ),
    (
        "list as text",
        within("EMG-2", "accepted: [procedure, report, data, statement]", "accepted: report"),
        "accepted: report",
        "EMG-2: accepted must be a list.",
    ),
    (
        "keys as text",
        changed(
            "  recency:\n    posts_and_data_months: 12\n", "  recency: x\n  rest:\n    posts_and_data_months: 12\n"
        ),
        "  recency: x",
        "evidence_rules: recency must be keys with values.",
    ),
    (
        "word unknown",
        within("EMG-2", "applies_to: all", "applies_to: some"),
        "applies_to: some",
        "EMG-2: applies_to must be 'all'.",
    ),
    (
        "half a surrogate pair",
        within("EMG-2", "title: Out-of-hours cover and continuity", r'title: "\ud83d"'),
        r'title: "\ud83d"',
        "EMG-2: There is a value here that cannot be stored.",
    ),
    (
        "key given twice",
        within("EMG-2", "    weight: 2", "    weight: 2\n    essential: yes"),
        "essential: yes",
        "EMG-2: essential is given twice.",
    ),
    (
        "key that is a list",
        within("EMG-2", "    weight: 2", "    weight: 2\n    [a, b]: c"),
        "[a, b]: c",
        "EMG-2: A key must be a word or a whole number.",
    ),
    (
        "key that is a truth",
        within("EMG-2", "    weight: 2", "    weight: 2\n    on: c"),
        "    on: c",
        "EMG-2: A key must be a word or a whole number.",
    ),
]

SOUNDNESS: list[Case] = [
    (
        "name unfit for an address",
        changed('edition: "2026"', 'edition: "../2026"'),
        'edition: "../2026"',
        "smf-criteria: edition is part of an address: use small letters, digits and hyphens, 30 at most.",
    ),
    (
        "rubric sentence missing",
        within("EMG-2", "      1: ", "      # 1: "),
        None,
        "EMG-2: There is no rubric sentence for a score of 1.",
    ),
    (
        "rubric sentence for no score",
        within("EMG-2", "    essential:", "      4: Beyond measure.\n    essential:"),
        "4: Beyond measure.",
        "EMG-2: 4 is not a score, so it needs no sentence.",
    ),
    (
        "theme unknown",
        within("EMG-2", "theme: EMG", "theme: ŵEB"),
        "theme: ŵEB",
        "EMG-2: There is no theme ŵEB.",
    ),
    (
        "evidence type unknown",
        within("EMG-2", "[procedure, report, data, statement]", "[procedure, rumour]"),
        "rumour",
        "EMG-2: There is no evidence type rumour.",
    ),
    (
        "authority type unknown where not applicable",
        within("SAF-4", "[combined_authority, national_park]", "[combined_authority, parish]"),
        "parish]",
        "SAF-4: There is no authority type parish.",
    ),
    (
        "authority type unknown in a note",
        within("TWO-1", "fire_rescue: State", "fire_brigade: State"),
        "fire_brigade:",
        "TWO-1: There is no authority type fire_brigade.",
    ),
    (
        "notes as a list",
        within("EMG-2", "authority_notes: {}", "authority_notes: [county]"),
        "authority_notes: [county]",
        "EMG-2: Give a note beside each authority type.",
    ),
    (
        "criterion unknown in the annual check",
        changed("criteria: [INF-4], type", "criteria: [INF-9], type"),
        "INF-9",
        "AC-10: There is no criterion INF-9.",
    ),
    (
        "essential that may be not applicable",
        within("SAF-3", "na_allowed_for: []", "na_allowed_for: [county]"),
        "[county]",
        "SAF-3: An essential criterion can never be not applicable.",
    ),
    (
        "total weight differs",
        changed("total_weight: 59", "total_weight: 60"),
        "total_weight: 60",
        "scoring: total_weight is 60, but the criteria add up to 59.",
    ),
    (
        "weighted points differ",
        changed("max_weighted_points: 177", "max_weighted_points: 176"),
        "max_weighted_points: 176",
        "scoring: max_weighted_points is 176, but the criteria add up to 177.",
    ),
    (
        "weight of nothing",
        changed("weighted_points: 177", "weighted_points: 171")
        .replace("total_weight: 59", "total_weight: 57")
        .replace("    weight: 2\n    annual_check: true", "    weight: 0\n    annual_check: true", 1),
        "    weight: 0",
        "INF-2: weight must be from 1 to 1000000.",
    ),
    (
        "percentage over 100",
        changed('is 60% or more", threshold_percent: 60', 'is 60% or more", threshold_percent: 101'),
        "threshold_percent: 101",
        "total: threshold_percent must be from 0 to 100.",
    ),
    (
        "percentage below 0",
        changed('scores 40% or more", threshold_percent: 40', 'scores 40% or more", threshold_percent: -1'),
        "threshold_percent: -1",
        "theme_floor: threshold_percent must be from 0 to 100.",
    ),
    (
        "score over the scale",
        changed('2 or more", minimum_score: 2', '2 or more", minimum_score: 4'),
        "minimum_score: 4",
        "essentials: minimum_score must be from 1 to 3.",
    ),
    (
        "rule without its number",
        changed(", minimum_score: 1}", "}"),
        "id: no_zero",
        "no_zero: This rule compares minimum_score alone.",
    ),
    (
        "rule missing",
        changed("      - {id: no_zero, rule: No criterion scores 0, minimum_score: 1}\n", ""),
        None,
        "pass_rule: The rule no_zero is missing.",
    ),
    (
        "rule of the other list",
        changed("  commendation_rule:\n", "    - {id: pass, rule: x}\n  commendation_rule:\n"),
        "{id: pass, rule: x}",
        "pass: The rule pass does not belong here.",
    ),
    (
        "small changes missing",
        changed("    small_changes: {threshold_percent: 50, at_most_criteria: 3, raised_to: 2}\n", ""),
        "- id: not_yet_minor",
        "not_yet_minor: small_changes belong to not_yet_minor, and to it alone.",
    ),
    (
        "level missing",
        changed("    - {score: 1, label: Starting", "    # - {score: 1, label: Starting"),
        "  levels:",
        "scale: Give one level for each score, from the lowest.",
    ),
    (
        "themes out of order",
        changed("    order: 8", "    order: 9"),
        "    order: 9",
        "IMP: The order must count the themes from 1.",
    ),
    (
        "criterion checked yearly that no question asks about",
        within("IMP-3", "annual_check: false", "annual_check: true"),
        None,
        "IMP-3: No question of the annual check asks about this.",
    ),
    (
        "outcome of a worked case differs",
        changed("total_percent: 66.7, outcome: awarded", "total_percent: 66.7, outcome: not_yet_major"),
        "total_percent: 66.7",
        "pass_rule: Every criterion scores 2: the rule gives awarded.",
    ),
    (
        "total of a worked case differs",
        changed("total_percent: 83.1", "total_percent: 83.2"),
        "total_percent: 83.2",
        "pass_rule: Essentials all 2, everything else 3: the rule gives 83.1%.",
    ),
]
