"""One pack file: its TOML, and the line numbers of its rules and keys."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smits_rules.model.rule import Problem

MAX_BYTES = 1_000_000
"""Bytes. Packs are written by people; a larger file is a mistake."""
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
        """The file's name in messages."""
        return self.path.name

    @property
    def is_shipped(self) -> bool:
        """Whether the pack comes with the program; those files are next to this module."""
        return self.path.parent == Path(__file__).parent

    def line_of_rule(self, index: int) -> int:
        """The line where a rule begins, from 1; 1 if rules are not written as `[[rule]]`."""
        return self.starts[index] if index < len(self.starts) else 1

    def line_of_case(self, index: int, number: int) -> int:
        """The line where a rule's case begins, from 1; the rule's own line if cases are inline."""
        start = self.line_of_rule(index)
        end = self.starts[index + 1] - 1 if index + 1 < len(self.starts) else len(self.lines)
        case_lines = [n for n in range(start, end + 1) if _CASE.match(self.lines[n - 1])]
        return case_lines[number] if number < len(case_lines) else start

    def line_of(self, index: int, words: tuple[str, ...]) -> int:
        """The first line of a rule that contains all the words, or the line where the rule begins."""
        start = self.line_of_rule(index)
        end = self.starts[index + 1] - 1 if index + 1 < len(self.starts) else len(self.lines)
        for number in range(start, end + 1):
            if all(word in self.lines[number - 1] for word in words):
                return number
        return start

    def line_of_key(self, table: str, key: str) -> int:
        """The line of a key in a top-level table, or of the table itself; 1 if neither exists."""
        inside, key_line = not table, 1
        for number, line in enumerate(self.lines, 1):
            if _TABLE.match(line):
                inside = line.strip().startswith(f"[{table}]")
                key_line = number if inside else key_line
            elif inside and line.split("=")[0].strip().strip("\"'") == key:
                return number
        return key_line


def read_pack_file(path: Path) -> PackFile | Problem:
    """Read a file; a problem with the whole file is returned as a problem."""
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
    match = _PLACE.search(message)
    line = int(match[1]) if match and match[1] else max(1, len(text.splitlines()))
    rule = _rule_around(text.split("\n"), line)
    return Problem(path.name, line, rule, f"It is not valid TOML: {_PLACE.sub('', message)}.")


def _rule_around(lines: list[str], line: int) -> str:
    """The id of the rule whose block contains a line, as far as the text shows it."""
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
    """The lines where rules begin, ignoring text inside multi-line strings."""
    starts, inside = [], False
    for number, line in enumerate(lines, 1):
        if not inside and _HEADER.match(line):
            starts.append(number)
        if (line.count('"""') + line.count("'''")) % 2:
            inside = not inside
    return tuple(starts)
