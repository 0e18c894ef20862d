"""What is announced is heard, and what is heard is announced: no reaction waits for an event that never comes."""

import ast
from collections.abc import Iterator
from importlib import import_module

from portal.kernel.lifecycle import Lifecycle
from portal.keys.issuer import Issuer
from portal.reactions import reactions
from tests.architecture.sources import PORTAL_FILES, read

ANNOUNCE = {"announce": 0, "begin": 2, "note": 2}


def _named_in(path: str, method: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(read(path))):
        match node:
            case ast.Call(func=ast.Attribute(attr=called), args=args) if called == method:
                place = ANNOUNCE[method]
                match args[place : place + 1]:
                    case [ast.Constant(value=str(name))]:
                        yield name


def _named(method: str) -> set[str]:
    return {name for path in PORTAL_FILES for name in _named_in(path, method)}


def _moves() -> set[str]:
    modules = [import_module(path.removesuffix(".py").replace("/", ".")) for path in PORTAL_FILES if "states" in path]
    tables = [found for module in modules for found in vars(module).values() if isinstance(found, Lifecycle)]
    return {each.event for table in tables for each in table.moves}


HEARD = set(reactions(Issuer("https://mark.example", "s" * 32), 5))


def test_reaction_waits_for_an_event_that_some_code_announces() -> None:
    assert sorted(HEARD - _named("announce") - _named("begin") - _named("note") - _moves()) == []


def test_announcement_that_moves_no_record_is_heard_by_somebody() -> None:
    assert sorted(_named("announce") - HEARD) == []


def test_each_announcement_writes_the_name_of_its_event_out() -> None:
    calls = [
        f"{path}:{node.lineno}"
        for path in PORTAL_FILES
        for node in ast.walk(ast.parse(read(path)))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "announce"
        if not (node.args and isinstance(node.args[0], ast.Constant))
    ]
    assert calls == []
