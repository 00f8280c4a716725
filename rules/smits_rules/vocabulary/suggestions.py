"""Suggests the known word that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(
    word: str, candidates: Iterable[str], *, at_least: float = 60, in_part: bool = True
) -> str | None:
    """The known word that is most similar to a word; None if none is similar.

    Args:
        word: as it was typed.
        candidates: the words that would have been valid.
        at_least: the smallest similarity that counts, from 0 to 100.
        in_part: whether similarity to a part of a known word counts, e.g. `plan` for `strategy-plan`.
    """
    from rapidfuzz import fuzz, process

    scorer = fuzz.WRatio if in_part else fuzz.ratio
    best = process.extractOne(word, list(candidates), scorer=scorer, score_cutoff=at_least)
    return best[0] if best else None
