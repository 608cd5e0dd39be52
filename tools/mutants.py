"""Say what mutation testing found in the pure core, after ``mutmut run``.

A mutant is a copy of a function with one small change. It is *killed* when a test turns red. One
that only changes words is left to the nets around words; the others that live must each stand,
with a reason, in ``docs/mutants.md``: exit code 1 when one does not.
"""

import ast
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

FOLDER, REASONS = Path("mutants"), Path("docs/mutants.md")
ALIVE, UNTESTED, NOT_RUN = 0, 33, None
KILLED = "killed"
SENTENCES = frozenset({"Text", "plural", "N_"})  # whole sentences: the nets around words have them


@dataclass(frozen=True, slots=True)
class Mutant:
    """``fate``: killed, lives, words (lives, only words changed), untested or not run."""

    module: str
    name: str
    fate: str
    change: str


class _Wordless(ast.NodeTransformer):
    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        return ast.Constant("") if isinstance(node.value, str) else node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        named = node.func.id if isinstance(node.func, ast.Name) else ""
        return ast.Constant("") if named in SENTENCES else self.generic_visit(node)


def mutants(folder: Path) -> Iterator[Mutant]:
    """Give every mutant with its fate, by module."""
    for meta in sorted(folder.glob("subsidy/**/*.meta")):
        codes = json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]
        source = meta.with_suffix("")
        functions = _functions(source.read_text(encoding="utf-8")) if codes else {}
        module = source.relative_to(folder).as_posix()
        for key, code in codes.items():
            short = key.rpartition(".")[2]
            yield Mutant(module, short, _fate(code, functions, short), _change(functions, short))


def _functions(source: str) -> Mapping[str, ast.AST]:
    return {
        node.name: node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def _pair(functions: Mapping[str, ast.AST], name: str) -> tuple[ast.AST, ast.AST] | None:
    original = functions.get(f"{name.rpartition('__mutmut_')[0]}__mutmut_orig")
    changed = functions.get(name)
    return (original, changed) if original is not None and changed is not None else None


def _fate(code: int | None, functions: Mapping[str, ast.AST], name: str) -> str:
    if code is NOT_RUN:
        return "not run"
    if code == UNTESTED:
        return "untested"
    if code != ALIVE:
        return KILLED
    pair = _pair(functions, name)
    return "words" if pair is not None and _same_but_words(*pair) else "lives"


def _same_but_words(one: ast.AST, other: ast.AST) -> bool:
    bodies = [_Wordless().visit(ast.parse(ast.unparse(each))).body[0] for each in (one, other)]
    for body in bodies:
        body.name = ""
    return ast.dump(bodies[0]) == ast.dump(bodies[1])


def _change(functions: Mapping[str, ast.AST], name: str) -> str:
    pair = _pair(functions, name)
    if pair is None:
        return ""
    before, after = (ast.unparse(each).splitlines()[1:] for each in pair)
    lines = list(unified_diff(before, after, n=0, lineterm=""))[3:]
    return " | ".join(line[0] + line[1:].strip() for line in lines)


def main() -> int:
    found = list(mutants(FOLDER))
    fates: dict[str, Counter[str]] = {}
    for each in found:
        fates.setdefault(each.module, Counter())[each.fate] += 1
    for module, counted in fates.items():
        _say(f"{module}: " + ", ".join(f"{number} {fate}" for fate, number in counted.items()))
    excused = REASONS.read_text(encoding="utf-8") if REASONS.exists() else ""
    open_ones = [
        each for each in found if each.fate in {"lives", "untested"} and each.name not in excused
    ]
    for each in open_ones:
        _say(f"LIVES {each.module} {each.name}: {each.change}")
    judged = [each for each in found if each.fate not in {"words", "not run"}]
    killed = sum(each.fate == KILLED for each in judged)
    _say(f"{killed} of {len(judged)} killed, {len(open_ones)} without a reason")
    return 1 if open_ones or not judged else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
