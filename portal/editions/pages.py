"""A draft as administrators see it: what is wrong with it, its criteria, and how it differs from an edition."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.criteria.canonical import edition_hash
from portal.criteria.changes import Comparison, compare
from portal.criteria.edition import Edition
from portal.criteria.loading import examine
from portal.criteria.models import PublishedEdition
from portal.criteria.queries import edition_of
from portal.criteria.states import EditionState
from portal.criteria.worked_cases import WorkedCase, worked_cases
from portal.editions import editing, rules
from portal.editions.queries import DraftFacts, draft_facts
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor
from portal.kernel.words import Words


@dataclass(frozen=True)
class FaultLine:
    """One thing that is wrong with a draft; ``text`` is the line that it is on, where there is one."""

    said: Words
    line: int
    text: str


@dataclass(frozen=True)
class CaseLine:
    """One worked case: what the file says that it comes to, and what the rule makes of it."""

    case: str
    holds: bool
    stated: str
    stated_total: Decimal | None
    found: tuple[str, ...]
    totals: tuple[Decimal, ...]


@dataclass(frozen=True)
class ThemeLines:
    """The criteria of one theme of a draft; those whose theme is unknown come last, under an empty title."""

    title: str
    lines: tuple[editing.Line, ...]


@dataclass(frozen=True)
class DraftPage:
    """A draft: what is wrong with it, its worked cases and its criteria.

    ``readable``: its criteria can be changed one by one. ``sums_differ``: a button can bring the sums into line.
    """

    draft: DraftFacts
    faults: tuple[FaultLine, ...]
    cases: tuple[CaseLine, ...]
    themes: tuple[ThemeLines, ...]
    readable: bool
    sums_differ: bool
    editions: tuple[str, ...]
    sha256: str
    title: str
    edition_version: str
    may_schedule: bool


def draft_page(session: Session, actor: Actor, name: str) -> DraftPage:
    """A draft at a glance. Raises NotFound and NotPermitted."""
    draft = draft_facts(session, actor, name)
    found = examine(draft.source)
    listed = editing.lines(found.tree) if found.tree else ()
    titles = editing.choices(found.tree).themes if found.tree else {}
    known = [
        ThemeLines(title, tuple(line for line in listed if line.theme == theme)) for theme, title in titles.items()
    ]
    strays = tuple(line for line in listed if line.theme not in titles)
    edition = found.edition
    return DraftPage(
        draft,
        faults_of(draft),
        tuple(_case(each) for each in worked_cases(edition)) if edition else (),
        (*known, *((ThemeLines("", strays),) if strays else ())),
        found.tree is not None,
        found.tree is not None and editing.with_sums(found.tree) != found.tree,
        _others(session, name),
        edition_hash(edition) if edition else "",
        edition.title if edition else "",
        edition.version if edition else "",
        rules.may_schedule(actor.person_id, draft.saved_by_id),
    )


def faults_of(draft: DraftFacts) -> tuple[FaultLine, ...]:
    """Everything that keeps the draft from being scheduled, in the order of its lines."""
    found, rows = examine(draft.source), draft.source.split("\n")
    faults = []
    for problem in found.problems:
        line = int(str(problem.words.values.get("line", 1)))
        faults.append(FaultLine(problem.words, line, rows[line - 1].strip() if line <= len(rows) else ""))
    if found.edition and (said := rules.naming_fault(found.edition, draft.name)):
        faults.append(FaultLine(said, 1, ""))
    return tuple(faults)


def _case(worked: WorkedCase) -> CaseLine:
    check = worked.check
    return CaseLine(check.case, worked.holds, check.outcome, check.total_percent, worked.outcomes, worked.totals)


def _others(session: Session, name: str) -> tuple[str, ...]:
    """The editions that a draft can be compared with: the one in force first."""
    rows = session.execute(
        select(PublishedEdition.slug, PublishedEdition.state)
        .where(PublishedEdition.state != EditionState.DRAFT, PublishedEdition.slug != name)
        .order_by(PublishedEdition.published_at.desc())
    ).all()
    return tuple(row.slug for row in sorted(rows, key=lambda row: row.state is not EditionState.PUBLISHED))


@dataclass(frozen=True)
class CriterionPage:
    """One criterion of a draft, as it is saved; None for a new one."""

    draft: DraftFacts
    typed: editing.Typed | None
    choices: editing.Choices
    faults: tuple[FaultLine, ...]


def criterion_page(session: Session, actor: Actor, name: str, criterion_id: str = "") -> CriterionPage:
    """One criterion of a draft, or what a new one can refer to.

    Raises NotFound, also where the text cannot be read as plain values, and NotPermitted.
    """
    draft = draft_facts(session, actor, name)
    tree = examine(draft.source).tree
    if tree is None:
        raise NotFound(f"the draft {name} cannot be read")
    said = editing.typed(tree, criterion_id) if criterion_id else None
    own = tuple(fault for fault in faults_of(draft) if criterion_id and fault.said.values.get("id") == criterion_id)
    return CriterionPage(draft, said, editing.choices(tree), own)


@dataclass(frozen=True)
class ComparePage:
    """A draft beside an edition; ``comparison`` is None while the draft cannot be read as an edition."""

    draft: DraftFacts
    comparison: Comparison | None
    others: tuple[str, ...]
    other: str
    faults: int


def compare_page(session: Session, actor: Actor, name: str, other: str) -> ComparePage:
    """A draft beside the edition with this name, or beside the one in force. Raises NotFound and NotPermitted."""
    draft = draft_facts(session, actor, name)
    others = _others(session, name)
    chosen = other or next(iter(others), "")
    if chosen not in others:
        raise NotFound(f"no edition {chosen}")
    before, now = _edition_called(session, chosen), examine(draft.source).edition
    return ComparePage(draft, compare(before, now) if now else None, others, chosen, len(faults_of(draft)))


def _edition_called(session: Session, slug: str) -> Edition:
    edition_id = session.scalars(select(PublishedEdition.id).where(PublishedEdition.slug == slug)).one()
    return edition_of(session, edition_id)
