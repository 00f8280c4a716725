"""One function makes text harmless: for what is read and searched, and for what is shown."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from smits_watch.documents.sanitize import plain

EVERYTHING = "".join(map(chr, range(sys.maxunicode + 1)))


@pytest.mark.parametrize("mark", [True, False])
def test_nothing_is_left_that_a_terminal_obeys_or_that_turns_the_text_around(*, mark: bool) -> None:
    left = {char for char in plain(EVERYTHING, mark=mark) if unicodedata.category(char) in ("Cc", "Cf", "Cs")}
    assert left - {"\n"} <= (set("\u00ad\u200c\u200d") if mark else {"\t"})
    assert not {"\u202e", "\u200f", "\u2066"} & set(plain(EVERYTHING, mark=mark))


def test_a_mark_shows_where_something_was_taken_out() -> None:
    assert plain("a\x1b[2Jb\u202ec", mark=True) == "a\ufffd[2Jb\ufffdc"
    assert plain("a\x1b[2Jb\u202ec") == "a [2Jbc"
    assert plain("a\r\nb\rc") == "a\nb\nc"
    assert plain("a\u2028b", lines=False) == "a b"


def test_words_of_all_scripts_stay() -> None:
    text = "Grüße, Δοκιμή, 日本語, naïve"
    assert plain(text) == plain(text, mark=True) == text
