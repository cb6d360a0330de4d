"""Line plots with two logarithmic axes, as SVG: panels side by side, and one legend for all.

Grey and colors of a middle brightness, on no background: readable on white and on black."""

import math
from dataclasses import dataclass
from html import escape

GREY = "#808080"
WIDTH, HEIGHT = 300, 260  # of a panel's axes
LEFT, TOP, GAP = 62, 62, 74
LEGEND_COLUMN = 190


@dataclass
class Line:
    label: str
    color: str
    is_dashed: bool
    points: list  # of (x, y), both above 0


@dataclass
class Panel:
    title: str
    x: str
    lines: list


class Axis:
    """From values to places: `low` lies at `start`, `high` at `start + length`, with some room at both ends."""

    def __init__(self, values, start, length):
        self.low, self.high = math.log10(min(values)), math.log10(max(values))
        room = 0.05 * (self.high - self.low) or 0.02
        self.low, self.high = self.low - room, self.high + room
        self.start, self.length = start, length

    def place(self, value):
        return self.start + self.length * (math.log10(value) - self.low) / (self.high - self.low)

    def ticks(self):
        """Powers of ten; where they would be fewer than two, steps in between that are as coarse as will do."""
        for steps in ((1,), (1, 2, 5), tuple(range(1, 10)), tuple(i / 10 for i in range(10, 100))):
            decades = range(math.floor(self.low), math.ceil(self.high) + 1)
            ticks = [step * 10.0**decade for decade in decades for step in steps]
            ticks = [tick for tick in ticks if self.low <= math.log10(tick) <= self.high]
            if len(ticks) >= 2:
                return ticks[:: math.ceil(len(ticks) / 8)]
        return [10**self.low, 10**self.high]


def readable(value):
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def text(x, y, words, anchor="middle"):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def stroke(line):
    dashes = ' stroke-dasharray="6 4"' if line.is_dashed else ""
    return f'stroke="{line.color}" stroke-width="1.8" fill="none"{dashes}'


def marker(line, x, y, title=""):
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{line.color}">{title}</circle>'


def draw_line(line, x, y):
    places = [(x.place(a), y.place(b)) for a, b in line.points]
    yield f'<polyline points="{" ".join(f"{a:.1f},{b:.1f}" for a, b in places)}" {stroke(line)}/>'
    for (a, b), (left, top) in zip(line.points, places):
        said = escape(f"{line.label}: {readable(a)}, {readable(b)}")
        yield marker(line, left, top, f"<title>{said}</title>")


def draw_panel(panel, left):
    yield text(left + WIDTH / 2, TOP - 12, panel.title)
    yield text(left + WIDTH / 2, TOP + HEIGHT + 36, panel.x)
    yield f'<rect x="{left}" y="{TOP}" width="{WIDTH}" height="{HEIGHT}" fill="none" stroke="{GREY}"/>'
    points = [point for line in panel.lines for point in line.points]
    if not points:
        yield text(left + WIDTH / 2, TOP + HEIGHT / 2, "nothing measured")
        return
    x = Axis([a for a, _ in points], left, WIDTH)
    y = Axis([b for _, b in points], TOP + HEIGHT, -HEIGHT)
    grid = f'stroke="{GREY}" stroke-opacity="0.3"'
    for tick in x.ticks():
        yield f'<path d="M{x.place(tick):.1f} {TOP}v{HEIGHT}" {grid}/>'
        yield text(x.place(tick), TOP + HEIGHT + 17, readable(tick))
    for tick in y.ticks():
        yield f'<path d="M{left} {y.place(tick):.1f}h{WIDTH}" {grid}/>'
        yield text(left - 6, y.place(tick) + 4, readable(tick), "end")
    for line in panel.lines:
        yield from draw_line(line, x, y)


def draw_legend(lines, width, top):
    columns = max(1, (width - 2 * LEFT) // LEGEND_COLUMN)
    for index, line in enumerate(lines):
        left, y = LEFT + index % columns * LEGEND_COLUMN, top + index // columns * 20
        yield f'<path d="M{left} {y - 4}h30" {stroke(line)}/>'
        yield marker(line, left + 15, y - 4)
        yield text(left + 38, y, line.label, "start")


def figure(title, panels):
    """The SVG's text. Lines of one label look the same in all panels; the legend has each once."""
    legend = list({line.label: line for panel in panels for line in panel.lines}.values())
    width = LEFT + len(panels) * (WIDTH + GAP) - GAP + 24
    top = TOP + HEIGHT + 66
    rows = -(-len(legend) // max(1, (width - 2 * LEFT) // LEGEND_COLUMN))
    height = top + rows * 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' font-family="sans-serif" font-size="12" fill="{GREY}">',
        f'<title>{escape(title)}</title>',
        f'<g font-size="14">{text(width / 2, 24, title)}</g>',
    ]
    for index, panel in enumerate(panels):
        parts += draw_panel(panel, LEFT + index * (WIDTH + GAP))
    return "\n".join([*parts, *draw_legend(legend, width, top), "</svg>"]) + "\n"
