"""Say what mutation testing found in the pure core, after ``mutmut run``.

A mutant is a copy of a function with one small change. It is *killed* when a test turns red, or
when it never comes to an end. One that only changes the text of a string is left to the nets around
words; the others that live must each stand, with a reason, in ``docs/mutants.md``, as
``file.name``. Exit code 1 when one does not, and when the page names one that does not live.
"""

import ast
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

FOLDER, REASONS = Path("mutants"), Path("docs/mutants.md")
ALIVE, UNTESTED, NOT_RUN, FAILED = 0, 33, None, {1, 3}
ENDLESS = {24, -24, 36, 152, 255}
"""Exit codes of a mutant that was stopped because it used up its time."""
KILLED, NAMED = "killed", re.compile(r"`(\w+\.\w+__mutmut_\d+)`")


@dataclass(frozen=True, slots=True)
class Mutant:
    """``fate``: killed, endless, lives, words (lives; of a string), untested, unclear, not run."""

    module: str
    name: str
    fate: str
    change: str

    @property
    def known_as(self) -> str:
        """Return the name in ``docs/mutants.md``: two files may have a function of one name."""
        path = Path(self.module)
        file = path.parent.name if path.stem == "__init__" else path.stem
        return f"{file}.{self.name}"


class _Wordless(ast.NodeTransformer):
    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        return ast.Constant("") if isinstance(node.value, str) else node


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
    if code != ALIVE:
        return _fate_of_exit(code)
    pair = _pair(functions, name)
    return "words" if pair is not None and _same_but_words(*pair) else "lives"


def _fate_of_exit(code: int) -> str:
    if code == UNTESTED:
        return "untested"
    if code in FAILED:
        return KILLED
    return "endless" if code in ENDLESS else "unclear"


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
    for module, counted in _by_module(found).items():
        _say(f"{module}: " + ", ".join(f"{number} {fate}" for fate, number in counted.items()))
    named = set(NAMED.findall(REASONS.read_text(encoding="utf-8")))
    open_ones = [each for each in found if _needs_a_reason(each) and each.known_as not in named]
    for each in open_ones:
        _say(f"{each.fate.upper()} {each.module} {each.name}: {each.change}")
    gone = sorted(
        named - {each.known_as for each in found if _needs_a_reason(each) or each.fate == "not run"}
    )
    for name in gone:
        _say(f"NAMED, BUT DOES NOT LIVE {name}")
    judged = [each for each in found if each.fate not in {"words", "not run"}]
    killed = sum(each.fate in {KILLED, "endless"} for each in judged)
    share = 100 * killed / len(judged) if judged else 0
    _say(f"{killed} of {len(judged)} killed ({share:.1f} %), {len(open_ones)} without a reason")
    return 1 if open_ones or gone or not judged else 0


def _by_module(found: Iterable[Mutant]) -> Mapping[str, Counter[str]]:
    fates: dict[str, Counter[str]] = {}
    for each in found:
        fates.setdefault(each.module, Counter())[each.fate] += 1
    return fates


def _needs_a_reason(mutant: Mutant) -> bool:
    return mutant.fate in {"lives", "untested", "unclear"}


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
