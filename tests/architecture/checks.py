"""What the syntax tree of one file gives away. Each check takes source text and returns "line: finding" for each."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator

STATE = "state"
READS_ENVIRONMENT = frozenset({"environ", "environb", "getenv", "getenvb", "putenv"})
TOO_WIDE = frozenset({"Exception", "BaseException"})

# A code, and after it a reason of at least two words.
NOQA = re.compile(r"# noqa: [A-Z]+[0-9]+(, ?[A-Z]+[0-9]+)*\s*[-#–:]\s*\S+\s+\S+")
TYPE_IGNORE = re.compile(r"# type: ignore\[[a-z-]+(, ?[a-z-]+)*\]\s*#\s*\S+\s+\S+")
FOR_LATER = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def state_assignments(source: str) -> list[str]:
    """Find each place that gives a record a state: by assignment, setattr, or an UPDATE of the database."""
    tree = ast.parse(source)
    of_new_objects = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef) and function.name == "__init__"
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self"
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == STATE and isinstance(node.ctx, ast.Store):
            if id(node) not in of_new_objects:
                found.append(f"{node.lineno}: assigns .state")
        elif isinstance(node, ast.Call) and _sets_state(node):
            found.append(f"{node.lineno}: sets the state by a call")
    return found


def _sets_state(call: ast.Call) -> bool:
    """Say whether this is setattr(x, "state", …), .values(state=…) or .update({"state": …})."""
    match call.func:
        case ast.Name(id="setattr") | ast.Attribute(attr="__setattr__"):
            return any(isinstance(argument, ast.Constant) and argument.value == STATE for argument in call.args)
        case ast.Attribute(attr="values" | "update") | ast.Name(id="update"):
            return any(keyword.arg == STATE for keyword in call.keywords) or any(
                _names_state(key) for argument in call.args if isinstance(argument, ast.Dict) for key in argument.keys
            )
    return False


def _names_state(key: ast.expr | None) -> bool:
    return (isinstance(key, ast.Constant) and key.value == STATE) or (
        isinstance(key, ast.Attribute) and key.attr == STATE
    )


def environment_reads(source: str) -> list[str]:
    """Find each place that reads or writes the environment of the process."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(value=ast.Name(id="os"), attr=name) if name in READS_ENVIRONMENT:
                found.append(f"{node.lineno}: os.{name}")
            case ast.ImportFrom(module="os", names=names):
                found += [f"{node.lineno}: os.{alias.name}" for alias in names if alias.name in READS_ENVIRONMENT]
    return found


def wide_excepts(source: str) -> list[str]:
    """Find each place that catches whatever comes: bare, Exception, BaseException, or suppress() of these."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.ExceptHandler(type=None):
                found.append(f"{node.lineno}: except")
            case ast.ExceptHandler(type=ast.expr() as caught):
                found += [f"{node.lineno}: except {name}" for name in _too_wide(caught)]
            case ast.Call(func=ast.Name(id="suppress") | ast.Attribute(attr="suppress"), args=arguments):
                found += [f"{node.lineno}: suppress {name}" for argument in arguments for name in _too_wide(argument)]
    return found


def _too_wide(caught: ast.expr) -> list[str]:
    names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return [name.id for name in names if isinstance(name, ast.Name) and name.id in TOO_WIDE]


def _comments(source: str) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def unexplained_exceptions(source: str) -> list[str]:
    """Find each comment that silences a tool without a code and a reason, or silences it for the whole file."""
    found = []
    for line, comment in _comments(source):
        for_whole_file = re.match(r"#\s*(ruff|flake8|mypy):", comment)
        bare_noqa = "noqa" in comment and not NOQA.search(comment)
        bare_ignore = "type: ignore" in comment and not TYPE_IGNORE.search(comment)
        if for_whole_file or bare_noqa or bare_ignore:
            found.append(f"{line}: {comment}")
    return found


def left_for_later(source: str) -> list[str]:
    """Find each comment that postpones something."""
    return [f"{line}: {comment}" for line, comment in _comments(source) if FOR_LATER.search(comment)]


def imports(source: str) -> list[str]:
    """Find every import that is carried out when the module is loaded: the modules' names."""
    found = []
    for node in ast.parse(source).body:
        match node:
            case ast.Import(names=names):
                found += [alias.name for alias in names]
            case ast.ImportFrom(module=str(module)):
                found.append(module)
    return found
