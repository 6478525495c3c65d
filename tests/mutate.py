"""Which small changes of a module no test notices.

    python -m tests.mutate consent/tokens.py tests/consent/test_token_states.py tests/laws/test_tokens.py

The checkout is copied to a temporary folder; there, one after the other, every comparison, condition, number, text
and returned value of the module is changed a little, and the tests that are named run until the first one fails.
Printed are the changes that all of them passed (exit code 1); each is a test that is missing, or a change that means
the same, and then the one who looks at it says why. Texts of errors and documentation are left alone.
"""

from __future__ import annotations

import ast
import copy
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
OTHER_WAY = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
SWAPPED = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.BitXor: ast.BitOr, ast.LShift: ast.RShift}
SPEECH = ("Error", "Missing", "Transition", "_bad", "_unreadable", "_forged")
PATIENCE = 300


def changes(node: ast.AST) -> Iterator[ast.AST]:
    """What could stand in the place of a node."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in OTHER_WAY:
        yield ast.Compare(node.left, [OTHER_WAY[type(node.ops[0])](), *node.ops[1:]], node.comparators)
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        for number in range(len(node.values)):
            left = [one for at, one in enumerate(node.values) if at != number]
            yield left[0] if len(left) == 1 else ast.BoolOp(node.op, left)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.BinOp) and type(node.op) in SWAPPED:
        yield ast.BinOp(node.left, SWAPPED[type(node.op)](), node.right)
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield ast.Constant(node.value + 1)
    elif isinstance(node, ast.If | ast.IfExp):
        for test in (True, False):
            changed = copy.copy(node)
            changed.test = ast.Constant(test)
            yield changed
    elif isinstance(node, ast.Return) and node.value is not None and ast.unparse(node.value) != "None":
        yield ast.Return(ast.Constant(None))


def mutants(source: str) -> Iterator[tuple[int, str, str]]:
    """The line of each change, what it is, and the module with it."""
    whole = ast.parse(source)
    skipped: set[int] = set()
    places = []
    for node in ast.walk(whole):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(SPEECH):
            skipped |= {id(one) for part in (*node.args, *node.keywords) for one in ast.walk(part)}
        if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
            skipped |= {id(one) for one in ast.walk(node.annotation)}
        if isinstance(node, ast.ClassDef):  # how a record is made is mypy's, not the tests'
            skipped |= {id(one) for decorator in node.decorator_list for one in ast.walk(decorator)}
        if isinstance(node, ast.FunctionDef) and node.returns is not None:
            skipped |= {id(one) for one in ast.walk(node.returns)}
        places += [(node, name, None) for name, value in ast.iter_fields(node) if isinstance(value, ast.AST)]
        places += [
            (node, name, at)
            for name, value in ast.iter_fields(node)
            if isinstance(value, list)
            for at, one in enumerate(value)
            if isinstance(one, ast.AST)
        ]
    for parent, name, at in places:
        holder = getattr(parent, name)
        was = holder if at is None else holder[at]
        if id(was) in skipped:
            continue
        for becomes in changes(was):
            _put(parent, name, at, becomes)
            text = ast.unparse(ast.fix_missing_locations(whole))
            _put(parent, name, at, was)
            line = getattr(was, "lineno", getattr(parent, "lineno", 0))
            yield line, f"{_short(was)}  ->  {_short(becomes)}", text


def survivors(module: str, tests: list[str]) -> Iterator[str]:
    """The changes of a module that the tests do not notice."""
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder) / "checkout"
        ignored = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", ".hypothesis")
        shutil.copytree(ROOT, copied, ignore=ignored)
        path = copied / "socialmatch" / module
        source = path.read_text(encoding="utf-8")
        if not _passes(copied, tests):
            raise SystemExit("the tests do not pass as it is")
        for line, change, text in mutants(source):
            path.write_text(text, encoding="utf-8")
            if _passes(copied, tests):
                yield f"socialmatch/{module}:{line}: {change}"
        path.write_text(source, encoding="utf-8")


def _passes(folder: Path, tests: list[str]) -> bool:
    command = [sys.executable, "-m", "pytest", "-n0", "-x", "-q", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(folder)}
    try:
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def _put(parent: ast.AST, name: str, at: int | None, node: ast.AST) -> None:
    if at is None:
        setattr(parent, name, node)
    else:
        getattr(parent, name)[at] = node


def _short(node: ast.AST) -> str:
    return ast.unparse(ast.fix_missing_locations(node)).partition("\n")[0][:90]


def main() -> None:
    """Print them as they are found."""
    module, *tests = sys.argv[1:]
    found = []
    for one in survivors(module, tests):
        found.append(one)
        sys.stdout.write(f"{one}\n")
        sys.stdout.flush()
    raise SystemExit(1 if found else 0)


if __name__ == "__main__":
    main()
