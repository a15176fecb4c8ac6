"""Charts as pictures within a page: drawn as SVG, without a script, in colours that print.

As a picture a chart can bring no script and no style into the page; what it shows stands beside it as text too.
"""

import base64
import re
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

WIDTH: Final = 480
HEIGHT: Final = 210
"""So that letters are read on a phone and, two charts beside each other, on paper."""
_COLOURS: Final = ("#0b4f9e", "#c77700")
_INK: Final = "#14213d"
_MANY: Final = 10
"""With more bars their names would stand in each other's way."""
_MOST_VALUES: Final = 13
"""With more bars, and with no hole between the letters, their values would."""
_LETTERS: Final = 14


def bars(labels: Sequence[str], series: Mapping[str, Sequence[float | None]], unit: str = "") -> str:
    """The address of a picture: bars by label, one colour for each of the series, which are named if there are two."""
    chart = _chart(len(labels) * len(series), is_named=len(series) > 1, unit=unit)
    chart.x_labels = list(labels)
    for name, values in series.items():
        chart.add(name, list(values))
    # The library puts a script into every chart, which a picture would not run.
    drawn = re.sub(r"<script.*?</script>", "", chart.render(), flags=re.DOTALL)
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn.encode()).decode()}"


def _chart(count: int, *, is_named: bool, unit: str) -> Any:  # noqa: ANN401 pygal has no types
    pygal, style_of = _library()
    style = style_of(
        background="#ffffff",
        plot_background="#ffffff",
        foreground=_INK,
        foreground_strong=_INK,
        foreground_subtle="#c3cad6",
        colors=_COLOURS,
        opacity="1",
        font_family="system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
        label_font_size=_LETTERS,
        major_label_font_size=_LETTERS,
        value_font_size=_LETTERS,
        value_colors=(_INK, _INK),
        legend_font_size=_LETTERS,
    )
    return pygal.Bar(
        style=style,
        js=[],
        width=WIDTH,
        height=HEIGHT,
        margin=6,
        spacing=8,
        show_legend=is_named,
        legend_at_bottom=True,
        print_values=count <= _MOST_VALUES,
        print_values_position="top",
        print_zeroes=False,
        value_formatter=lambda value: "" if value is None else f"{value:g}{unit}",
        min_scale=2,
        max_scale=5,
        range=None,
        include_x_axis=True,
        x_label_rotation=0 if count <= _MANY else 45,
        show_minor_x_labels=True,
        truncate_label=-1,
        disable_xml_declaration=True,
    )


@cache
def _library() -> tuple[Any, Any]:
    """Only who looks at a chart needs it.

    It puts a finder of plugins into the interpreter, of a kind that Python 3.11 warns of and 3.12 no longer knows.
    """
    import pygal  # noqa: PLC0415
    from pygal.style import Style  # noqa: PLC0415

    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != pygal.__name__]
    return pygal, Style
