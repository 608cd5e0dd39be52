"""docs/rules.md: the rule library as an officer composes it and a developer finds it."""

from collections.abc import Iterator

from subsidy.calls.domain.regulation import WEIGHT, WEIGHTS
from subsidy.calls.domain.rules import Parameter, Rule, by_theme
from subsidy.calls.domain.rules.samples import TERMS
from subsidy.core.text import Text
from subsidy.language import shown, words

ENGLISH = "en"
_WHERE = (
    "Made from `subsidy/calls/domain/rules/` by `./dev docs`. One file is one rule. A new file "
    "there appears in the editor, the checklist, the regulation, letters, exports and here."
)
_HOW = (
    "In a regulation a rule is a table under `regels` with its Dutch name. `{word}` says what it "
    "weighs: {weights}. Without it a rule is a condition. Below, the sentence of the regulation "
    "has the usual numbers."
)


def rules() -> str:
    """Return every rule with its sentences, its parameters and where it comes from."""
    weights = ", ".join(f"`{word}` ({words(w.label, ENGLISH)})" for word, w in WEIGHTS.items())
    lines = ["# The rule library", "", _WHERE, "", _HOW.format(word=WEIGHT, weights=weights)]
    for theme, found in by_theme():
        lines += ["", f"## {words(theme.label, ENGLISH)}"]
        for rule in found:
            lines += ["", *_rule(rule)]
    return "\n".join(lines) + "\n"


def _rule(rule: Rule) -> Iterator[str]:
    stated = rule.explain(TERMS, rule.defaults())
    yield f"### {words(rule.name, ENGLISH)} (`{rule.word}`)"
    yield ""
    yield f"{words(rule.name)}. Key `{rule.key}`, source: {rule.source}."
    yield ""
    yield f"- States: {words(stated, ENGLISH)} / {words(stated)}"
    for label, template in (
        ("Met", rule.sentences.met),
        ("Not met", rule.sentences.not_met),
        ("Unknown", rule.sentences.unknown),
    ):
        yield f"- {label}: {_template(template)}"
    yield from _parameters(rule)


def _template(template: Text) -> str:
    """Return a sentence with its places still open, in the form for more than one."""
    return (template.plural or template.msgid).replace("%%", "%")


def _parameters(rule: Rule) -> Iterator[str]:
    if not rule.parameters:
        return
    yield ""
    yield "| parameter | meaning | kind | unit | from | to | usual |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for parameter in rule.parameters:
        yield "| " + " | ".join(_cells(parameter)) + " |"


def _cells(parameter: Parameter) -> tuple[str, ...]:
    numbers = (parameter.minimum, parameter.maximum, parameter.default)
    return (
        f"`{parameter.word}`",
        words(parameter.label, ENGLISH),
        words(parameter.kind, ENGLISH),
        words(parameter.unit, ENGLISH),
        *(shown(parameter.shown(number), ENGLISH) for number in numbers),
    )
