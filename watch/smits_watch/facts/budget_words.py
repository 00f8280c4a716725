"""How the parts of a budget are named."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

_WORD = re.compile(r"[^\W_]+")


@cache
def words() -> dict[str, tuple[str, ...]]:
    """The word lists by meaning, each word in the form of `plain_words`."""
    text = (files("smits_watch.facts") / "budget_words.toml").read_text(encoding="utf-8")
    return {name: tuple(plain_words(word) for word in listed) for name, listed in tomllib.loads(text).items()}


def plain_words(text: str) -> str:
    """The words of a text in lower case, parted by single blanks."""
    return " ".join(_WORD.findall(text.casefold()))


def has_word(text: str, meaning: str) -> bool:
    """Whether one of the words for a meaning stands in a text, as a whole word."""
    return rank(text, meaning) is not None


def is_word(text: str, meaning: str) -> bool:
    """Whether a text is just one of the words for a meaning."""
    return f"{plain_words(text)} " in _before_blank(meaning)


def begins_with(text: str, meaning: str) -> bool:
    """Whether a text begins with one of the words for a meaning."""
    return f"{plain_words(text)} ".startswith(_before_blank(meaning))


def ends_with(text: str, meaning: str) -> bool:
    """Whether a text ends with one of the words for a meaning."""
    return f" {plain_words(text)}".endswith(_behind_blank(meaning))


def rank(text: str, meaning: str) -> int | None:
    """The place, from 0, of the first word for a meaning that stands in a text; None where none does."""
    plain = f" {plain_words(text)} "
    return next((place for place, word in enumerate(words()[meaning]) if f" {word} " in plain), None)


@cache
def _before_blank(meaning: str) -> tuple[str, ...]:
    return tuple(f"{word} " for word in words()[meaning])


@cache
def _behind_blank(meaning: str) -> tuple[str, ...]:
    return tuple(f" {word}" for word in words()[meaning])
