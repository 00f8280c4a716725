"""The faster parser reads and writes what Python's own does; both read the ledgers of years."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smits_tui.ledger.fast_json import read_json, write_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(VALUES)
def test_it_agrees_with_python(value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False).encode()
    assert repr(read_json(text)) == repr(json.loads(text))
    assert repr(json.loads(write_json(value))) == repr(value)


@pytest.mark.parametrize("text", [b'{"a":' * 300 + b"1" + b"}" * 300, b'{"a":NaN}', b'"\\ud800"'])
def test_what_only_python_reads_is_read_too(text: bytes) -> None:
    """Deep nesting and lone surrogates were valid lines before."""
    assert repr(read_json(text)) == repr(json.loads(text))


@pytest.mark.parametrize("text", [b'{"a":1', b"\xff", b"", b'{"a":1}x'])
def test_what_is_no_json_is_refused(text: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  which error it is depends on the damage
        read_json(text)
