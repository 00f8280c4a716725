"""Which file replaces an earlier one: by its content first, then by its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import lru_cache
from itertools import takewhile
from pathlib import PurePosixPath

from smits_rules.derivation.inputs import InputFacts, newest_versions

_PATHS = 65_536
"""Cached paths: a group is derived as a whole whenever a file in it changes."""
_REVISION = re.compile(
    r"\b(?:v(?:ersion)?\s*\d+(?:[. ]\d+)*|rev(?:ision|ised|idiert)?\s*\d*|final|draft|entwurf|neu|new"
    r"|copy|kopie|corrected|correction|korrigiert|korrektur|corrigé|updated?|aktualisiert|latest|approved|status"
    r"|follow ?up|nachschau|nachprüfung|suivi|überarbeitet|révisé)\b|\(\d+\)",
    re.IGNORECASE,
)
"""Words of file names that only distinguish versions."""
_CONTAINER = re.compile(r"\.(?:eml|msg|zip|p7m)$", re.IGNORECASE)
"""Files whose parts have paths that lead through them."""
_LATER = re.compile(
    r"follow[ _-]?up|correct|korrig|korrektur|corrigé|revis|überarb|révisé|nachschau|nachprüfung|suivi",
    re.IGNORECASE,
)
"""Words of a file name that refer to an earlier file."""


@lru_cache(_PATHS)
def bare_name(path: str) -> str:
    """The name of a file without its folder, extension and words for a version.

    `q1 corrected.csv` -> `q1`.
    """
    words = re.sub(r"[_\W]+", " ", PurePosixPath(path).stem)
    return " ".join(_REVISION.sub(" ", words).split()).casefold()


@lru_cache(_PATHS)
def folder_of(path: str) -> str:
    """The folders of a path, without the input folder itself: `budgets/Network/a.csv` -> `network`.

    The folder of a part is that of its mail or archive: a revised budget may be attached to a mail.
    """
    folders = takewhile(lambda part: not _CONTAINER.search(part), PurePosixPath(path).parts[1:-1])
    return "/".join(folders).casefold()


@lru_cache(_PATHS)
def container_of(path: str) -> str:
    """The path of the mail or archive that contains a file; blank for a file in a folder."""
    parts = PurePosixPath(path).parts[:-1]
    last = max((number for number, part in enumerate(parts, 1) if _CONTAINER.search(part)), default=0)
    return "/".join(parts[:last])


def in_force(
    inputs: Iterable[InputFacts], contents: Callable[[InputFacts], frozenset[Hashable]]
) -> list[list[InputFacts]]:
    """The documents of a kind, each as a list of files of which the last one is in force.

    A file replaces an earlier one of the same folder if it states at least half of the content of the smaller
    of the two. A file whose name marks it as a correction or follow-up comes after the other, whichever
    arrived first.

    Args:
        inputs: of any kind, in any order.
        contents: the facts that identify a document; an input without any is left out.

    Returns:
        One list per document, the oldest file first; documents in the order of their first files.
    """
    chains: list[list[tuple[InputFacts, frozenset[Hashable]]]] = []
    ordered = sorted(newest_versions(inputs), key=lambda item: (_is_later(item), item.order))
    for item in ordered:
        stated = contents(item)
        if not stated:
            continue
        chain = next((chain for chain in chains if _continues(item, stated, *chain[-1])), None)
        if chain is None:
            chains.append([(item, stated)])
        else:
            chain.append((item, stated))
    return [[item for item, _ in chain] for chain in chains]


def _continues(
    item: InputFacts, stated: frozenset[Hashable], held: InputFacts, before: frozenset[Hashable]
) -> bool:
    same_folder = folder_of(item.path) == folder_of(held.path)
    return same_folder and 2 * len(stated & before) >= min(len(stated), len(before))


def _is_later(item: InputFacts) -> bool:
    return bool(_LATER.search(PurePosixPath(item.path).stem))


def heads(chains: Sequence[Sequence[InputFacts]]) -> list[InputFacts]:
    """The file in force of each document, in the order of arrival."""
    return sorted((chain[-1] for chain in chains), key=lambda item: item.order)
