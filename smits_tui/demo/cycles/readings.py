"""The readings of the sample story's measures, quarter by quarter."""

from __future__ import annotations

from smits_tui.demo.actor import Hand
from smits_tui.demo.files.catalogue import reported_quarters

_VALUES: dict[str, tuple[float, ...]] = {
    "M1": (99.62, 99.71, 99.78, 99.91, 99.87),
    "M2": (5.4, 4.6, 3.1, 2.2, 1.8),
    "M3": (12.0, 16.0, 21.0, 24.0, 22.0),
    "M4": (34.0, 38.0, 44.0, 51.0, 56.0),
    "M5": (61.0, 60.0, 66.0, 83.0, 97.0),
    "M6": (70.0, 52.0, 31.0, 22.0, 19.0),
    "M7": (77.0, 76.8, 76.1, 75.4, 78.9),
}
"""Measure -> what was read in each quarter that is reported; M1 and M3 as reports and surveys have it."""
_NOTES = {
    ("M1", 4): "The fibre at Portside was cut for six hours.",
    ("M3", 4): "The portal was slow for a week.",
    ("M5", 1): "Audit counted again; two departments had not reported.",
    ("M7", 4): "Projects stood still after the cut, running costs did not.",
}
FIRST = tuple(_VALUES)[:6]
"""The measures that the plan had when it was first submitted."""
THRIFT = ("M7",)
ALL = tuple(_VALUES)


def read(hand: Hand, measures: tuple[str, ...], *numbers: int) -> str:
    """Record measures for quarters.

    Args:
        hand: who reads.
        measures: their ids.
        numbers: of the quarters, from 0.

    Returns:
        The quarters in words.
    """
    quarters = reported_quarters(hand.ends)
    for number in numbers:
        for measure in measures:
            note = _NOTES.get((measure, number), "")
            hand.read(measure, quarters[number], _VALUES[measure][number], note)
    return " and ".join(quarters[number] for number in numbers)
