"""Small files that the reading child reads in a single task, so that they share its overhead."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from smits_watch.documents.formats import is_light
from smits_watch.extraction.child import Request, extracted
from smits_watch.extraction.result import ExtractedFile
from smits_watch.facts.profile import BudgetEvidence, ProfileBudget, profile_budgets

LARGEST = 32_768
"""Largest file in bytes that is read together with others; larger ones take far longer than a task."""
SECONDS = 0.25
"""No further file of a bundle is started after this time, so that other inputs don't wait long for it."""
LIMIT_SECONDS = 5.0
"""A bundle that takes longer is abandoned, and its files are read one by one, each with its own limit.

Long enough for a child that must load its modules (2 s on a busy machine), short compared with the limit of a
file.
"""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Files that are read in one task, in order."""

    requests: tuple[Request, ...]
    evidence: tuple[tuple[str, tuple[ProfileBudget, ...]], ...] = ()
    """Path and budgets of the inputs in the profile; those of each file are added for the files after it."""


def may_be_bundled(name: str, size: int) -> bool:
    """Whether a file may be read together with others.

    Args:
        name: its path below inputs/; the extension shows how expensive reading it is.
        size: in bytes.
    """
    return size <= LARGEST and is_light(name)


def read_bundle(bundle: Bundle) -> str:
    """Read files one after another until `SECONDS` have passed, or until the profile must be rebuilt.

    A portfolio changes more of the profile than the budgets, so the files after it are not read.

    Returns:
        The results for the first files, at least one, as one line of JSON each.

    Raises:
        OSError: a system resource is missing, e.g. disk space; this is not a problem of the files.
    """
    return "\n".join(reading.model_dump_json() for reading in _readings(bundle))


def _readings(bundle: Bundle) -> Iterator[ExtractedFile]:
    evidence = BudgetEvidence(bundle.evidence)
    ends = time.monotonic() + SECONDS
    for request in bundle.requests:
        profile = request.context.profile.model_copy(update={"budgets": evidence.budgets})
        context = replace(request.context, profile=profile, applied=[])  # files share one context
        reading = extracted(replace(request, context=context))
        yield reading
        kind = reading.kind or request.kind
        if reading.status == "read" and kind == "budgets":
            facts = (fact.model_dump(mode="json") for fact in reading.facts)
            evidence.take(request.name, profile_budgets(facts))
        if kind == "service-portfolio" or time.monotonic() >= ends:
            return


def readings_from(answer: str, asked: Sequence[Request]) -> list[ExtractedFile]:
    """Parse the answer of `read_bundle`.

    Raises:
        ValueError: it does not match the requested files.
    """
    readings = [ExtractedFile.model_validate_json(line) for line in answer.split("\n")]
    if [reading.sha256 for reading in readings] != [request.sha256 for request in asked[: len(readings)]]:
        raise ValueError("The results are for other files.")
    return readings
