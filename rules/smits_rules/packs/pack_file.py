"""One pack file: its TOML and the lines on which its rules and keys stand."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smits_rules.model.rule import Problem

MAX_BYTES = 1_000_000
"""A pack is written by people; a larger one is a mistake."""
_HEADER = re.compile(r"\s*\[\[\s*[\"']?rule[\"']?\s*\]\]")
_CASE = re.compile(r"\s*\[\[\s*rule\s*\.\s*case\s*\]\]")
_TABLE = re.compile(r"\s*\[")
_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


@dataclass(frozen=True, slots=True)
class PackFile:
    """A file that is valid TOML."""

    path: Path
    data: dict[str, Any]
    lines: tuple[str, ...]
    starts: tuple[int, ...]
    """The line of each `[[rule]]`, from 1."""

    @property
    def name(self) -> str:
        """How the file is named to people."""
        return self.path.name

    @property
    def is_shipped(self) -> bool:
        """Whether it comes with the program; those files stand beside this module."""
        return self.path.parent == Path(__file__).parent

    def line_of_rule(self, index: int) -> int:
        """Where a rule begins, from 1; 1 where rules are not written as `[[rule]]`."""
        return self.starts[index] if index < len(self.starts) else 1

    def line_of_case(self, index: int, number: int) -> int:
        """Where a case of a rule begins, from 1; where the rule does, if cases are written in another way."""
        start = self.line_of_rule(index)
        end = self.starts[index + 1] - 1 if index + 1 < len(self.starts) else len(self.lines)
        found = [n for n in range(start, end + 1) if _CASE.match(self.lines[n - 1])]
        return found[number] if number < len(found) else start

    def line_of(self, index: int, words: tuple[str, ...]) -> int:
        """The first line of a rule on which all the words stand, or else where it begins."""
        start = self.line_of_rule(index)
        end = self.starts[index + 1] - 1 if index + 1 < len(self.starts) else len(self.lines)
        for number in range(start, end + 1):
            if all(word in self.lines[number - 1] for word in words):
                return number
        return start

    def line_of_key(self, table: str, key: str) -> int:
        """Where a key of a top-level table stands, or the table itself; 1 where neither is found."""
        inside, found = not table, 1
        for number, line in enumerate(self.lines, 1):
            if _TABLE.match(line):
                inside = line.strip().startswith(f"[{table}]")
                found = number if inside else found
            elif inside and line.split("=")[0].strip().strip("\"'") == key:
                return number
        return found


def read_pack_file(path: Path) -> PackFile | Problem:
    """Read a file; what is wrong with it as a whole is told as a problem."""
    try:
        content = path.read_bytes()
    except OSError as error:
        return Problem(path.name, 1, "", f"It can't be read ({error.strerror}).")
    if len(content) > MAX_BYTES:
        return Problem(path.name, 1, "", f"It is larger than {MAX_BYTES // 1_000_000} MB; split it.")
    try:
        text = content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return Problem(path.name, line, "", "It is not UTF-8; save it as UTF-8.")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _not_toml(path, text, str(error))
    except RecursionError:
        return Problem(path.name, 1, "", "It is nested too deeply.")
    lines = tuple(text.split("\n"))
    return PackFile(path, data, lines, _starts(lines))


def _not_toml(path: Path, text: str, message: str) -> Problem:
    place = _PLACE.search(message)
    line = int(place[1]) if place and place[1] else max(1, len(text.splitlines()))
    rule = _rule_around(text.split("\n"), line)
    return Problem(path.name, line, rule, f"It is no valid TOML: {_PLACE.sub('', message)}.")


def _rule_around(lines: list[str], line: int) -> str:
    """The id of the rule in whose block a line stands, as far as the text tells."""
    start = max((n for n in _starts(tuple(lines)) if n <= line), default=None)
    if start is None:
        return ""
    for text in lines[start:]:
        if _TABLE.match(text):
            return ""
        key, _, value = text.partition("=")
        if key.strip() == "id":
            return value.strip().strip("\"'")
    return ""


def _starts(lines: tuple[str, ...]) -> tuple[int, ...]:
    """Where rules begin; what stands inside a text of several lines does not count."""
    starts, inside = [], False
    for number, line in enumerate(lines, 1):
        if not inside and _HEADER.match(line):
            starts.append(number)
        if (line.count('"""') + line.count("'''")) % 2:
            inside = not inside
    return tuple(starts)
