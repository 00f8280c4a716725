"""Base scores of CVSS 3.x, computed from their vectors."""

from __future__ import annotations

import re
from collections.abc import Mapping

CVSS_VECTOR = re.compile(r"^(?:CVSS:3\.[01]/)?AV:[NALP]/AC:[LH]/")
_WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "AV": {"N": 0.85, "A": 0.62, "L": 0.55, "P": 0.2},
    "AC": {"L": 0.77, "H": 0.44},
    "UI": {"N": 0.85, "R": 0.62},
    "C": {"H": 0.56, "L": 0.22, "N": 0.0},
    "I": {"H": 0.56, "L": 0.22, "N": 0.0},
    "A": {"H": 0.56, "L": 0.22, "N": 0.0},
}
_PRIVILEGES = {"U": {"N": 0.85, "L": 0.62, "H": 0.27}, "C": {"N": 0.85, "L": 0.68, "H": 0.5}}


def cvss_base(vector: str) -> float | None:
    """The base score, 0 to 10, of a CVSS 3.x vector (FIRST, CVSS 3.1 specification, sections 7.1 and 7.4).

    Args:
        vector: e.g. `CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H`.

    Returns:
        The score rounded up to one decimal; None if a metric is missing or unknown.
    """
    metrics = dict(part.split(":", 1) for part in vector.split("/") if part.count(":") == 1)
    scope = metrics.get("S", "")
    try:
        weights = {name: values[metrics[name]] for name, values in _WEIGHTS.items()}
        privileges = _PRIVILEGES[scope][metrics["PR"]]
    except KeyError:
        return None
    base = 1 - (1 - weights["C"]) * (1 - weights["I"]) * (1 - weights["A"])
    changed = scope == "C"
    impact = 7.52 * (base - 0.029) - 3.25 * (base - 0.02) ** 15 if changed else 6.42 * base
    if impact <= 0:
        return 0.0
    exploitability = 8.22 * weights["AV"] * weights["AC"] * privileges * weights["UI"]
    score = min((1.08 if changed else 1.0) * (impact + exploitability), 10)
    # Rounded up on integers, as the specification does, to avoid floating-point noise.
    scaled = round(score * 100_000)
    return scaled / 100_000 if scaled % 10_000 == 0 else (scaled // 10_000 + 1) / 10
