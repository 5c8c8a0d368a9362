"""The look that all charts share: the style with its fonts, and which colour means what."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files as resources
from pathlib import Path

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.colors import to_hex, to_rgb

from analysis.files import read_toml

STYLE = Path(__file__).parents[1] / "style.mplstyle"
FONTS = ["Amiri", "DejaVu Sans"]

_RECEDING = "#D5DDE3"


@cache
def style() -> mpl.RcParams:
    """Return the settings of ``analysis/style.mplstyle``, with its fonts made known to matplotlib."""
    for face in ("Amiri-Regular.ttf", "Amiri-Bold.ttf"):
        font_manager.fontManager.addfont(str(resources("fontpkg_amiri") / "files" / face))
    return mpl.rc_params_from_file(STYLE, use_default_template=False)


def colours() -> list[str]:
    """Return the colours of the style's cycle, the accent first."""
    return style()["axes.prop_cycle"].by_key()["color"]


def palette(section: str, values: Iterable[object]) -> dict[str, str]:
    """Return a colour for each of ``values``, in the order of the section of the labels file.

    A value keeps its colour from chart to chart: it goes by the entry's place in the section (``kinds``,
    ``roles``, ``speech``, ``stances``, ``calendars``).
    """
    present = dict.fromkeys(map(str, values))
    order = list(dict.fromkeys([*read_toml("labels.toml").get(section, {}), *present]))
    legend = [value for value in order if value in present]
    cycle = colours()
    if section == "speech":
        # the nearer to the speaker's own words, the darker, in one hue
        cycle = [tint(cycle[0], white) for white in (0.0, 0.4, 0.7)]
    if section == "roles":
        # body is most of a text: it recedes, so that colour is left to what is special
        order = [value for value in order if value != "body"]
        cycle = cycle[1:]
    chosen = {value: cycle[place % len(cycle)] for place, value in enumerate(order)}
    return {value: chosen.get(value, _RECEDING) for value in legend}


def tint(colour: str, white: float) -> str:
    """Return ``colour`` mixed with a part (0 to 1) of white."""
    return to_hex([part + (1 - part) * white for part in to_rgb(colour)])
