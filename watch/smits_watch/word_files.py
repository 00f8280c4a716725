"""Word lists in TOML files beside the modules that use them.

`prose.word_patterns` matches them as expressions in running text, `tables.word_lists` as whole words in
headers.
"""

from __future__ import annotations

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
