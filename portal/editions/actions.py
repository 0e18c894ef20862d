"""Drafting an edition: begin, change as a whole or by criterion, give up. Scheduling is in ``scheduling.py``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import select

from portal.accounts.queries import person
from portal.audit.work import Work
from portal.criteria.faults import Tree
from portal.criteria.loading import examine
from portal.criteria.models import PublishedEdition
from portal.criteria.queries import edition_of
from portal.criteria.states import EditionState
from portal.criteria.writing import to_yaml, tree_of
from portal.editions import editing, rules
from portal.editions.models import EditionDraft
from portal.kernel.errors import IllegalMove, NotFound, Problem, RuleBroken, StaleEdit
from portal.kernel.permissions import Permission, Record
from portal.kernel.words import words

# What the two sides of a stale edit are called.
TEXT = words("The text")


@dataclass(frozen=True)
class Begin:
    """A new draft with this name and version, as a copy of an edition."""

    name: str
    version_name: str
    copy_of: str


@dataclass(frozen=True)
class SaveText:
    """The whole text of a draft, over ``version`` of it."""

    name: str
    version: int
    source: str


@dataclass(frozen=True)
class SaveCriterion:
    """One criterion of a draft, over ``version`` of the draft; ``criterion`` is empty for a new one."""

    name: str
    version: int
    criterion: str
    typed: editing.Typed


@dataclass(frozen=True)
class OneCriterion:
    """A criterion of a draft, which ``version`` of it has; ``up`` is the way in which it is to be moved."""

    name: str
    version: int
    criterion: str
    up: bool = False


@dataclass(frozen=True)
class OneDraft:
    """A draft, as ``version`` of it."""

    name: str
    version: int


def begin(work: Work, command: Begin) -> None:
    """Begin a draft with a copy of an edition, under another name. Raises NotFound, NotPermitted and RuleBroken."""
    work.require(Permission.EDITION_DRAFT, Record())
    former = work.session.scalars(
        select(PublishedEdition.id).where(
            PublishedEdition.slug == command.copy_of, PublishedEdition.state != EditionState.DRAFT
        )
    ).one_or_none()
    if former is None:
        raise NotFound(f"no edition {command.copy_of}")
    taken = (
        work.session.scalar(select(PublishedEdition.id).where(PublishedEdition.slug == command.name)) is not None
        or work.session.scalar(select(EditionDraft.id).where(EditionDraft.name == command.name)) is not None
    )
    if problems := tuple(rules.naming_problems(command.name, command.version_name, taken=taken)):
        raise RuleBroken(problems)
    tree = editing.named(tree_of(edition_of(work.session, former)), command.name, command.version_name)
    now = work.clock.now()
    work.session.add(
        EditionDraft(
            id=uuid4(),
            name=command.name,
            source=to_yaml(tree),
            begun_by_id=work.person_id,
            begun_at=now,
            saved_by_id=work.person_id,
            saved_at=now,
        )
    )
    work.session.flush()


def save_text(work: Work, command: SaveText) -> None:
    """Save the whole text, with whatever is wrong in it.

    Raises NotFound, NotPermitted, RuleBroken, IllegalMove once it is scheduled, and StaleEdit over a newer version.
    """
    draft = open_draft(work, command.name)
    if problems := tuple(rules.text_problems(command.source)):
        raise RuleBroken(problems)
    # As files end; browsers leave it off.
    source = f"{command.source.rstrip()}\n"
    if source == draft.source:
        return
    _insist_on_version(work, draft, command.version, {str(TEXT): source}, {str(TEXT): draft.source})
    _save(work, draft, source)


def save_criterion(work: Work, command: SaveCriterion) -> None:
    """Save one criterion, or add a new one. What it says may be a fault; what it is called may not.

    Raises what ``save_text`` does.
    """
    draft = open_draft(work, command.name)
    tree = _tree(draft)
    said = command.typed
    if command.criterion:
        saved = editing.typed(tree, command.criterion)
        said = editing.in_saved_order(saved, said)
        if said == saved:
            return
        theirs = {str(label): text for label, text in editing.spelled(saved)}
        yours = {str(label): text for label, text in editing.spelled(said)}
        _insist_on_version(work, draft, command.version, yours, {label: theirs.get(label, "") for label in yours})
    else:
        _insist_on_new_id(tree, said.id)
    _rewrite(work, draft, editing.with_criterion(tree, command.criterion, said))


def move_criterion(work: Work, command: OneCriterion) -> None:
    """Move a criterion one place among those of its theme. Raises what ``save_text`` does."""
    _change(work, command, lambda tree: editing.moved(tree, command.criterion, up=command.up))


def remove_criterion(work: Work, command: OneCriterion) -> None:
    """Take a criterion out of the draft. Raises what ``save_text`` does."""
    _change(work, command, lambda tree: editing.without_criterion(tree, command.criterion))


def bring_sums_into_line(work: Work, command: OneDraft) -> None:
    """Write the sums of the weights as they are. Raises what ``save_text`` does."""
    _change(work, command, editing.with_sums)


def discard(work: Work, command: OneDraft) -> None:
    """Give a draft up for good. Raises IllegalMove where it was ever scheduled, and what ``save_text`` does."""
    draft = open_draft(work, command.name)
    if draft.edition_id is not None:
        raise IllegalMove("edition", EditionState.DRAFT, "discard")
    _insist_on_version(work, draft, command.version, {}, {})
    work.session.delete(draft)
    work.session.flush()


def open_draft(work: Work, name: str) -> EditionDraft:
    """The draft with this name, locked. Raises NotFound, NotPermitted, and IllegalMove once it is scheduled."""
    work.require(Permission.EDITION_DRAFT, Record())
    draft = work.session.scalars(select(EditionDraft).where(EditionDraft.name == name).with_for_update()).one_or_none()
    if draft is None:
        raise NotFound(f"no draft {name}")
    state = work.session.scalar(select(PublishedEdition.state).where(PublishedEdition.slug == name))
    if state not in (None, EditionState.DRAFT):
        raise IllegalMove("edition", state, "save")
    return draft


def _change(work: Work, command: OneCriterion | OneDraft, change: Callable[[Tree], Tree]) -> None:
    draft = open_draft(work, command.name)
    _insist_on_version(work, draft, command.version, {}, {})
    _rewrite(work, draft, change(_tree(draft)))


def _tree(draft: EditionDraft) -> Tree:
    tree = examine(draft.source).tree
    if tree is None:
        said = words("The text of the draft cannot be read. Put right what is wrong with it first.")
        raise RuleBroken([Problem("", said)])
    return tree


def _rewrite(work: Work, draft: EditionDraft, tree: Tree) -> None:
    source = to_yaml(tree)
    if problems := tuple(rules.text_problems(source)):
        raise RuleBroken(Problem("", problem.words) for problem in problems)
    _save(work, draft, source)


def _save(work: Work, draft: EditionDraft, source: str) -> None:
    if source == draft.source:
        return
    draft.source, draft.saved_by_id, draft.saved_at = source, work.person_id, work.clock.now()
    work.session.flush()


def _insist_on_version(
    work: Work, draft: EditionDraft, version: int, yours: Mapping[str, str], theirs: Mapping[str, str]
) -> None:
    if draft.version != version:
        raise StaleEdit(yours, theirs, person(work.session, draft.saved_by_id).shown_as, draft.version)


def _insist_on_new_id(tree: Tree, wanted: str) -> None:
    if problems := tuple(rules.id_problems(wanted, (line.id for line in editing.lines(tree)))):
        raise RuleBroken(problems)
