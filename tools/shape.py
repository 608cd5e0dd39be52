"""Print the longest functions and files of the application: the tail that a review must read."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

SHOWN = 15


def functions(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the number of lines and the place of each function, decorators left out."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            yield lines, f"{path}:{node.lineno} {node.name}"


def longest(title: str, sizes: list[tuple[int, str]]) -> list[str]:
    numbers = [lines for lines, _ in sizes]
    summary = (
        f"{title}: {len(sizes)}, median {median(numbers):.0f} lines, "
        f"9 in 10 at most {quantiles(numbers, n=10)[-1]:.0f}"
    )
    tail = sorted(sizes, reverse=True)[:SHOWN]
    return [summary, *(f"{lines:6} {place}" for lines, place in tail), ""]


def main() -> None:
    sources = sorted(Path("subsidy").rglob("*.py"))
    files = [(len(path.read_text(encoding="utf-8").splitlines()), str(path)) for path in sources]
    found = [function for path in sources for function in functions(path)]
    print("\n".join(longest("Functions", found) + longest("Files", files)))  # noqa: T201 - the output


if __name__ == "__main__":
    main()
