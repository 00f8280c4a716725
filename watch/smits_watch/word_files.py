"""Word lists in TOML files beside the modules that use them.

`prose.word_patterns` matches them as expressions in running text, `tables.word_lists` as whole words in
headers.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def word_table(package: str, name: str) -> Mapping[str, Any]:
    """The tables of a TOML file, read once.

    Args:
        package: import name of the package in which the file lies, e.g. `smits_watch.prose`.
        name: the file's name, or its path below the package.
    """
    return tomllib.loads((files(package) / name).read_text(encoding="utf-8"))


_SHARP = re.compile(r"\[[^\]]*\]|ß")
"""A class of characters, or the letter itself."""


def in_both_spellings(expression: str) -> str:
    """A regular expression that matches German words in Swiss spelling, too: `schließen` and `schliessen`."""
    return _SHARP.sub(lambda match: "(?:ß|ss)" if match[0] == "ß" else match[0], expression)
