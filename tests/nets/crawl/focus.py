"""Where the keyboard is: seen by who sees little, and not behind something that stays in place.

Every stop takes the focus. One of each kind is pictured with it and without: enough pixels must
change, and change enough (WCAG 2.4.7 and 1.4.11; 2.4.11 for what hides a stop).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from PIL import Image
from playwright.sync_api import FloatRect, Page

ENOUGH = 3.0  # contrast of a pixel with itself without the focus
AROUND = 10  # pixels around a control in which its focus can be drawn
# Whether a point of an element, or of its label, is not behind something else.
IN_SIGHT = r"""const own = (e, top) => top && (e.contains(top) || top.contains(e)
  || [...(e.labels ?? [])].some(label => label.contains(top)));
const spots = box => [.5, .02, .98].flatMap(x => [.5, .02, .98].map(y =>
  [box.left + box.width * x, box.top + box.height * y]));
const inSight = e => [e, ...(e.labels ?? [])].some(x => [...x.getClientRects()].some(box =>
  spots(box).some(([x, y]) => own(e, document.elementFromPoint(x, y)))));
"""
STOPS = (
    "() => {"
    + IN_SIGHT
    + r"""
  const drawn = ['outlineStyle', 'outlineWidth', 'outlineColor', 'outlineOffset', 'boxShadow',
    'color', 'backgroundColor', 'borderColor', 'borderWidth', 'opacity', 'stroke', 'fill'];
  const look = e => [e, ...(e.labels ?? [])].flatMap(x => [null, '::before', '::after']
    .map(part => drawn.map(name => getComputedStyle(x, part)[name]).join(';'))).join('|');
  const behind = e => {
    while (e && getComputedStyle(e).backgroundColor === 'rgba(0, 0, 0, 0)') e = e.parentElement;
    return e ? getComputedStyle(e).backgroundColor : '';
  };
  const stops = [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
    .filter(e => !e.disabled && e.tabIndex >= 0 && e.checkVisibility({visibilityProperty: true}));
  const kindOf = (e, before) => [e.tagName, e.type, e.getAttribute('class'), before, look(e),
    behind(e.parentElement)].join(' ');
  window.focusStops = stops;
  return stops.map(e => [e, look(e)]).map(([e, before]) => {
    e.focus();
    return {kind: kindOf(e, before), html: e.outerHTML.slice(0, 120), seen: inSight(e)};
  });
}"""
)
PLACE = """async (number) => {
  const e = window.focusStops[number];
  e.scrollIntoView({block: 'center', behavior: 'instant'});
  e.focus();
  const frame = () => new Promise(done => requestAnimationFrame(done));
  await frame(); await frame();  // a long page is drawn some time after it has scrolled
  const boxes = [e, ...(e.labels ?? [])].map(x => x.getBoundingClientRect());
  const [left, top] = ['left', 'top'].map(side => Math.min(...boxes.map(box => box[side])));
  const [right, bottom] = ['right', 'bottom'].map(side => Math.max(...boxes.map(b => b[side])));
  const own = boxes[0];
  return {left, top, right, bottom, width: own.width, height: own.height};
}"""
Colour = tuple[int, ...]


@dataclass(slots=True)
class Pictured:
    """The kinds of stops that were pictured already, over all pages."""

    kinds: set[str] = field(default_factory=set)
    stops: int = 0


def faults(page: Page, pictured: Pictured) -> Iterator[str]:
    """Return at which stops of a page a person cannot see the focus."""
    page.keyboard.press("Tab")  # from here on the browser shows the focus, as for a keyboard
    stops: list[dict[str, Any]] = page.evaluate(STOPS)
    pictured.stops += len(stops)
    for number, stop in enumerate(stops):
        if not stop["seen"]:
            yield f"the focus is hidden on {stop['html']}"
        elif stop["kind"] not in pictured.kinds:
            pictured.kinds.add(stop["kind"])
            yield from (f"{fault} on {stop['html']}" for fault in _pale(page, number))


def _pale(page: Page, number: int) -> Iterator[str]:
    """Compare the surroundings of a stop with and without the focus."""
    box: dict[str, float] = page.evaluate(PLACE, number)
    around = _around(page, box)
    focused = _picture(page, around)
    page.evaluate("document.activeElement.blur()")
    changed = changed_pixels(focused, _picture(page, around))
    wanted = least(box["width"], box["height"])
    if changed < wanted:
        yield f"focus changes {changed} pixels with a contrast of {ENOUGH}, not {wanted},"


def least(width: float, height: float) -> int:
    """Return the area of a line of one pixel around a control, or of four along its short side.

    A side that ends halfway a pixel is as long as its whole pixels.
    """
    wide, high = max(int(width) - 1, 1), max(int(height) - 1, 1)
    return min(2 * (wide + high), 4 * min(wide, high))


def _around(page: Page, box: dict[str, float]) -> FloatRect:
    """Return the part of the window that is pictured."""
    size = page.viewport_size
    assert size is not None
    left, top = max(box["left"] - AROUND, 0), max(box["top"] - AROUND, 0)
    right = min(box["right"] + AROUND, size["width"])
    bottom = min(box["bottom"] + AROUND, size["height"])
    return FloatRect(x=left, y=top, width=right - left, height=bottom - top)


def _picture(page: Page, around: FloatRect) -> bytes:
    return page.screenshot(clip=around)


# Colours ------------------------------------------------------------------------------------------


def changed_pixels(one: bytes, other: bytes) -> int:
    """Count the pixels with enough contrast between two pictures of the same place."""
    pairs = Counter(zip(*map(_pixels, (one, other)), strict=True))
    return sum(count for (a, b), count in pairs.items() if a != b and contrast(a, b) >= ENOUGH)


def _pixels(picture: bytes) -> Iterator[Colour]:
    values = iter(Image.open(BytesIO(picture)).convert("RGB").tobytes())
    return zip(values, values, values, strict=True)


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    weights = (0.2126, 0.7152, 0.0722)
    return sum(weight * _linear(part / 255) for weight, part in zip(weights, colour, strict=True))


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
