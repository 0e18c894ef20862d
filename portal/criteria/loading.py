"""From the file that the scheme owner edits to an edition, or to everything that is wrong with the file.

The one file that reads YAML; ``writing.py`` writes it. It reads text, whole and decimal numbers, true and false, lists
and keys with values; tags, anchors and aliases, with which a YAML file can do more than say something, are refused.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path as FilePath

import yaml

from portal.criteria.canonical import Misshapen, read_shape
from portal.criteria.edition import Edition
from portal.criteria.faults import Fault, Path, Tree, faults_in
from portal.criteria.worked_cases import faults_of_worked_cases
from portal.kernel.errors import Problem, RuleBroken
from portal.kernel.words import words

# The editions that come with the portal, one file each.
EDITIONS = FilePath(__file__).parent / "editions"

_DEEPEST = 20
# A draft is read again for each page about it, and reading takes most of a second.
_REMEMBERED = 16
_TAGS = frozenset(f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null"))
_TAGS_OF_KEYS = frozenset(f"tag:yaml.org,2002:{name}" for name in ("str", "int"))


def load_edition(text: str) -> Edition:
    """Read an edition from its YAML.

    Raises ``RuleBroken`` with one problem for each fault, in the order of the lines, each naming the line and the id of
    the entry that it is in. What cannot be read as YAML at all is one fault. The worked cases (``sanity_checks``) are
    tried once everything else is right, because only then can they be computed.
    """
    found = examine(text)
    if found.problems or found.edition is None:
        raise RuleBroken(found.problems)
    return found.edition


@dataclass(frozen=True)
class Examined:
    """A file as far as it can be read, for somebody who is still writing it.

    ``tree`` has its plain values, and is None where there is one that cannot be written back as it was. ``edition`` is
    there once nothing is wrong but perhaps a worked case. ``problems`` are what ``load_edition`` raises; the values of
    their words name the line.
    """

    tree: Tree | None
    edition: Edition | None
    problems: tuple[Problem, ...]


@lru_cache(maxsize=_REMEMBERED)
def examine(text: str) -> Examined:
    """Read as much of a file as can be read. Whoever changes the tree changes a copy: what was read is remembered."""
    try:
        root = _root(text)
    except RuleBroken as unreadable:
        return Examined(None, None, unreadable.problems)
    reading = _Reading()
    tree = reading.mapping(root, ())
    kept = None if reading.faults else tree
    faults = [*reading.faults, *faults_in(tree)]
    try:
        edition = read_shape(json.dumps(_shaped(tree)).encode())
    except Misshapen as error:
        return Examined(kept, None, reading.refusal(tree, [*faults, *error.faults]).problems)
    if faults:
        return Examined(kept, None, reading.refusal(tree, faults).problems)
    # A worked case can only be computed once everything else is right.
    return Examined(kept, edition, reading.refusal(tree, list(faults_of_worked_cases(edition))).problems)


class _StrictLoader(yaml.SafeLoader):
    """Finds the nodes of a file, and stops at what has no place in an edition."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]  # left untyped by the stubs of PyYAML
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise yaml.MarkedYAMLError(None, None, "anchors and aliases are not allowed", event.start_mark)
        if event.tag is not None:
            raise yaml.MarkedYAMLError(None, None, f"the tag {event.tag} is not allowed", event.start_mark)
        self.depth += 1
        if self.depth > _DEEPEST:
            raise yaml.MarkedYAMLError(None, None, "the file is nested too deeply", event.start_mark)
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def _root(text: str) -> yaml.MappingNode:
    """Return the file as one mapping of nodes. Raises ``RuleBroken`` with the one thing that cannot be read."""
    try:
        root = yaml.compose(text, Loader=_StrictLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _unreadable(line, error.problem or "") from error
    except yaml.reader.ReaderError as error:
        raise _unreadable(text.count("\n", 0, error.position) + 1, error.reason) from error
    if not isinstance(root, yaml.MappingNode):
        raise _unreadable(1, "the file is not keys with values")
    return root


def _unreadable(line: int, reason: str) -> RuleBroken:
    problem = words(
        "Line %(line)s: this is not YAML that an edition can be read from: %(reason)s.", line=line, reason=reason
    )
    return RuleBroken([Problem("", problem)])


class _Reading:
    """Turns nodes into plain values, remembering the line of each and noting what cannot be a value here."""

    def __init__(self) -> None:
        self.lines: dict[Path, int] = {}
        self.faults: list[Fault] = []
        self._constructor = yaml.SafeLoader("")

    def mapping(self, node: yaml.MappingNode, path: Path) -> dict[str | int, object]:
        entries: dict[str | int, object] = {}
        for key_node, value_node in node.value:
            key = self._scalar(key_node, path) if key_node.tag in _TAGS_OF_KEYS else None
            line = _line_of(key_node)
            if not isinstance(key, str | int):
                self.faults.append(Fault(path, words("A key must be a word or a whole number."), line))
            elif key in entries:
                self.faults.append(Fault(path, words("%(key)s is given twice.", key=key), line))
            else:
                self.lines[(*path, key)] = line
                entries[key] = self._value(value_node, (*path, key))
        return entries

    def _value(self, node: yaml.Node, path: Path) -> object:
        self.lines.setdefault(path, _line_of(node))
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(item, (*path, index)) for index, item in enumerate(node.value)]
        return self._scalar(node, path)

    def _scalar(self, node: yaml.Node, path: Path) -> object:
        problem = words("%(value)s is neither text nor a number. Put quotes around text.", value=str(node.value)[:60])
        if node.tag in _TAGS:
            try:
                str(node.value).encode()
                return self._constructor.construct_object(node)
            except ValueError:  # half of a surrogate pair, or more digits than a number may have
                problem = words("There is a value here that cannot be stored.")
        self.faults.append(Fault(path, problem, _line_of(node)))
        return "unread"

    def refusal(self, tree: Tree, faults: list[Fault]) -> RuleBroken:
        """Put the line and the id before each fault, in the order of the lines."""
        placed = sorted(((self._line(fault), fault) for fault in faults), key=lambda pair: pair[0])
        return RuleBroken(
            Problem(
                "", words("Line %(line)s, %(id)s: %(fault)s", line=line, id=_id_at(tree, fault.path), fault=fault.words)
            )
            for line, fault in placed
        )

    def _line(self, fault: Fault) -> int:
        """The line of the fault, or of the nearest entry around it that is in the file."""
        if fault.line is not None:
            return fault.line
        around = (fault.path[:length] for length in range(len(fault.path), 0, -1))
        return next((self.lines[path] for path in around if path in self.lines), 1)


def _line_of(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _id_at(tree: Tree, path: Path) -> str:
    """The id of the innermost entry that has one; the name of the section where none has."""
    found = str(path[0]) if path else "edition"
    value: object = tree
    for part in path:
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        if isinstance(value, dict) and isinstance(value.get("id"), str):
            found = value["id"]
    return found


def _shaped(tree: Tree) -> Tree:
    """Give the file the shape of the dataclasses: a rubric as a list from score 0 up, notes as a sorted list.

    What is not as it should be becomes empty here; ``faults_in`` reports it.
    """
    criteria = tree.get("criteria")
    if not isinstance(criteria, list):
        return tree
    return {**tree, "criteria": [_shaped_criterion(entry) if isinstance(entry, dict) else entry for entry in criteria]}


def _shaped_criterion(criterion: dict[str | int, object]) -> dict[str | int, object]:
    shaped = dict(criterion)
    if "rubric" in criterion:
        rubric = criterion["rubric"]
        shaped["rubric"] = [rubric[key] for key in sorted(rubric, key=str)] if isinstance(rubric, dict) else []
    if "authority_notes" in criterion:
        notes = criterion["authority_notes"]
        pairs = {str(kind): note for kind, note in notes.items()} if isinstance(notes, dict) else {}
        shaped["authority_notes"] = [{"authority_type": kind, "note": pairs[kind]} for kind in sorted(pairs)]
    return shaped
