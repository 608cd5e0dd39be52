"""Say what mutation testing found in the pure core, after ``mutmut run``.

A mutant is a copy of a function with one small change. It is *killed* when a test turns red, or
when it never comes to an end. One that lives must stand, with a reason, in ``docs/mutants.md``, as
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
LEAST = 90
"""Per cent that must be killed; in the files below all of them, whatever the reason."""
WHOLLY = {
    "subsidy/budget/domain.py",
    "subsidy/core/clock.py",
    "subsidy/core/deadline.py",
    "subsidy/policy.py",
}
KILLED, NAMED = "killed", re.compile(r"`(\w+\.\w+__mutmut_\d+)`")


@dataclass(frozen=True, slots=True)
class Mutant:
    """``fate``: killed, endless, lives, untested, unclear or not run."""

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


def mutants(folder: Path) -> Iterator[Mutant]:
    """Give every mutant with its fate, by module."""
    for meta in sorted(folder.glob("subsidy/**/*.meta")):
        codes = json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]
        source = meta.with_suffix("")
        functions = _functions(source.read_text(encoding="utf-8")) if codes else {}
        module = source.relative_to(folder).as_posix()
        for key, code in codes.items():
            short = key.rpartition(".")[2]
            yield Mutant(module, short, _fate(code), _change(functions, short))


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


def _fate(code: int | None) -> str:
    if code is NOT_RUN:
        return "not run"
    if code in FAILED:
        return KILLED
    if code in ENDLESS:
        return "endless"
    return {ALIVE: "lives", UNTESTED: "untested"}.get(code, "unclear")


def _change(functions: Mapping[str, ast.AST], name: str) -> str:
    pair = _pair(functions, name)
    if pair is None:
        return ""
    before, after = (ast.unparse(each) for each in pair)
    after = after.replace(name, f"{name.rpartition('__mutmut_')[0]}__mutmut_orig", 1)
    lines = list(unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm=""))[3:]
    return " | ".join(line[0] + line[1:].strip() for line in lines)


def main() -> int:
    found = list(mutants(FOLDER))
    for module, counted in _by_module(found).items():
        _say(f"{module}: " + ", ".join(f"{number} {fate}" for fate, number in counted.items()))
    named = set(NAMED.findall(REASONS.read_text(encoding="utf-8")))
    alive = [each for each in found if each.fate in {"lives", "untested", "unclear"}]
    open_ones = [e for e in alive if e.known_as not in named or e.module in WHOLLY]
    for each in open_ones:
        _say(f"{each.fate.upper()} {each.module} {each.name}: {each.change}")
    judged = [each for each in found if each.fate != "not run"]
    gone = named - {e.known_as for e in alive} - {e.known_as for e in found if e not in judged}
    for name in sorted(gone):
        _say(f"NAMED, BUT DOES NOT LIVE {name}")
    share = 100 * (len(judged) - len(alive)) / len(judged) if judged else 0
    _say(f"{share:.1f} % of {len(judged)} killed, {len(open_ones)} without a reason")
    return 1 if open_ones or gone or share < LEAST else 0


def _by_module(found: Iterable[Mutant]) -> Mapping[str, Counter[str]]:
    fates: dict[str, Counter[str]] = {}
    for each in found:
        fates.setdefault(each.module, Counter())[each.fate] += 1
    return fates


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
