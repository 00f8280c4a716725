"""Which file replaces an earlier one: by its content first, then by its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import lru_cache
from itertools import takewhile
from pathlib import PurePosixPath

from smits_rules.derivation.inputs import InputFacts, newest_versions

_PATHS = 65_536
"""Paths of which is remembered what they say: a group that one more file touches is derived as a whole."""
_REVISION = re.compile(
    r"\b(?:v(?:ersion)?\s*\d+(?:[. ]\d+)*|rev(?:ision|ised|idiert)?\s*\d*|final|draft|entwurf|neu|new"
    r"|copy|kopie|corrected|correction|korrigiert|korrektur|corrigé|updated?|aktualisiert|latest|approved|status"
    r"|follow ?up|nachschau|nachprüfung|suivi|überarbeitet|révisé)\b|\(\d+\)",
    re.IGNORECASE,
)
"""Words of file names that tell one version from another and nothing else."""
_CONTAINER = re.compile(r"\.(?:eml|msg|zip|p7m)$", re.IGNORECASE)
"""Files whose parts have paths that lead through them."""
_LATER = re.compile(
    r"follow[ _-]?up|correct|korrig|korrektur|corrigé|revis|überarb|révisé|nachschau|nachprüfung|suivi",
    re.IGNORECASE,
)
"""Words of a file name that say that another file came before."""


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

    What a mail or archive brings lies where the mail lies: a revised budget may be attached to one.
    """
    folders = takewhile(lambda part: not _CONTAINER.search(part), PurePosixPath(path).parts[1:-1])
    return "/".join(folders).casefold()


@lru_cache(_PATHS)
def container_of(path: str) -> str:
    """The mail or archive that a file came in, as a path; blank for one that lies in a folder."""
    parts = PurePosixPath(path).parts[:-1]
    last = max((number for number, part in enumerate(parts, 1) if _CONTAINER.search(part)), default=0)
    return "/".join(parts[:last])


def in_force(
    inputs: Iterable[InputFacts], contents: Callable[[InputFacts], frozenset[Hashable]]
) -> list[list[InputFacts]]:
    """The documents of a kind, each as the files of which the last one is in force.

    A file replaces an earlier one of the same folder when it states at least half of what the smaller of the
    two does. A file whose name says that it corrects or follows up another comes after it, whichever arrived
    first.

    Args:
        inputs: of any kind, in any order.
        contents: what a file states that makes it the same document as another; an empty one is left out.

    Returns:
        One list for each document, the oldest file first; documents in the order of their first files.
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
