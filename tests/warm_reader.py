"""Read once what tests read: imported by the process that the reading children of tests are forks of.

With the first file of a kind, a child loads its extractor and compiles its patterns: up to 0.6 s of
processor, paid in each of hundreds of tests. Here it is paid once for all tests of a worker. What tests run
in a process of its own begins as it does for users.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from smits_rules.vocabulary import INPUT_KINDS
from smits_watch.extraction.child import Request, extracted
from smits_watch.facts.context import ExtractionContext

SAMPLES = {
    "a.csv": "Item,FY2027\nNetwork,100\nSupport,200\nTotal,300\n",
    "a.md": """\
# Regulation (EU) 2027/811 of the European Parliament and of the Council of 3 March 2027

on the resilience of payment networks

Northwind raises the price of Bridge 4.2 by 6 % on 1 June 2027. It shall apply from 1 January 2028.
""",
}


# Other kinds are tried on a text that is in the wrong folder.
KINDS = {"a.csv": tuple(INPUT_KINDS), "a.md": ("budgets", "regulations", "vendor-notices")}


def read_samples() -> None:
    """Read a table and a text as kinds of input; what comes of it does not matter."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in SAMPLES.items():
            path = Path(folder) / name
            path.write_text(text, encoding="utf-8")
            for kind in KINDS[name]:
                context = ExtractionContext()
                extracted(Request(path, f"{kind}/{name}", kind, context, sidecar=None, sha256="0" * 64))


read_samples()
