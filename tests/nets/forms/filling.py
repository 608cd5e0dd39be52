"""How a form is filled in: as it is, at its edges, and as somebody who wants to break it."""

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.nets.forms.reading import Asked, ReadForm

Body = list[tuple[str, str]]
LONG = "lang " * 20_000
SCRIPT = "<script>document.title='xss'</script>"
HOSTILE = (
    "",
    " ",
    "\0",
    "a\0b",
    "\u202egnikcah",
    "\N{PILE OF POO}\N{ZERO WIDTH JOINER}e\N{COMBINING ACUTE ACCENT}",
    LONG,
    SCRIPT,
    "\"'><img src=x onerror=alert(1)>",
    "{{7*7}}%s%(x)s",
    "=1+1",
    "'; DROP TABLE person; --",
    "regel\r\nX-Kop: 1",
    "\ud7ff\ue000\ufffd",
)
NUMBERS = (
    "-1",
    "0",
    "1",
    "12,345",
    "1.234,56",
    "1,234.56",
    "12500",
    "\u0663",
    "\uff11\uff12",
    "1e309",
    "NaN",
    "99999999999999999999",
    "9223372036854775808",
    "\u22125",
    "12 500",
)
DAYS = (
    "31-02-2027",
    "29/02/2022",
    "2022-10-01",
    "01/10/2022",
    "01/10/2022 09:00",
    "28/03/2027 02:30",
    "31/10/2027 02:30",
    "31/12/9999 23:59",
    "01/01/0001",
    "1/1/22",
)
WORDS = ("Aalst", "Een gewone zin.", "an.peeters@aalst.example", "053 72 34 00", "10", "01/10/2022")


@st.composite
def bodies(draw: DrawFn, form: ReadForm) -> Body:
    """Draw what a browser, or a script that is no browser, could send for this form."""
    changed = draw(st.sets(st.sampled_from(range(len(form.asked))), max_size=4))
    body: Body = []
    for number, asked in enumerate(form.asked):
        values = draw(_wild(asked)) if number in changed else list(asked.value)
        body.extend((asked.name, value) for value in values)
    if form.button is not None and draw(st.booleans()):
        body.append(form.button)
    if draw(st.integers(0, 9)) == 0:
        body.append(("onbekend-veld", draw(st.sampled_from(HOSTILE[:6]))))
    return body


def _wild(asked: Asked) -> SearchStrategy[list[str]]:
    if asked.is_typed:
        return _typed()
    offered = st.sampled_from(asked.options) if asked.options else st.just("")
    unknown = st.sampled_from((*HOSTILE[:5], "-1", "onbekend", "99999999999999999999"))
    one = st.one_of(offered, offered, unknown).map(lambda value: [value])
    several = st.lists(offered, max_size=4, unique=True)
    return st.one_of(one, several if asked.is_multiple else one, st.just([]))


def _typed() -> SearchStrategy[list[str]]:
    texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
    values = st.one_of(*map(st.sampled_from, (HOSTILE, NUMBERS, DAYS, WORDS)), texts)
    once = values.map(lambda value: [value])
    return st.one_of(once, once, once, st.just([]), values.map(lambda value: [value, value]))
