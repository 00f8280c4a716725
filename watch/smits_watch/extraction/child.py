"""The work of the reading child: open a file, guess its kind if necessary, extract its facts."""

from __future__ import annotations

import os
import signal
import sys
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from smits_rules.child_process import quiet
from smits_rules.vocabulary import Fact, SmitsError
from smits_rules.vocabulary.kinds.sidecars import SIDECAR
from smits_rules.vocabulary.understanding import Understanding
from smits_watch.documents.document import Document
from smits_watch.documents.errors import OUT_OF_MEMORY, ReadError, is_of_the_system
from smits_watch.documents.sanitize import one_line, plain
from smits_watch.extraction.result import ExtractedFile
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.extraction import Extraction

_COVERING_NOTE = 300
"""The most characters of a mail that only announces an attachment: a greeting, two sentences, a name."""
_LIBRARIES = 512 * 2**20
"""Bytes of address space for the libraries loaded later (kreuzberg's take 400 MB, most never touched)."""


@dataclass(frozen=True, slots=True)
class Request:
    """One file to read."""

    path: Path
    """The path of its content."""
    name: str
    """Its path below inputs/."""
    kind: str | None
    context: ExtractionContext
    """Settings, remembered answers and the organisation."""
    sidecar: Path | None
    """A TOML file that states its facts."""
    sha256: str
    attachments: bool = True
    """Whether an e-mail's facts include those of its attachments."""
    is_part: bool = False
    """Whether it came inside an e-mail or archive, and so can't state facts about itself."""


def prepare(memory_bytes: int) -> None:
    """Prepare the child: no output, no Ctrl-C, immediate termination on request, and a memory limit.

    Args:
        memory_bytes: the memory for a file, beyond that of the program itself.
    """
    quiet()
    if sys.platform == "linux":
        _limit_memory(memory_bytes)


def timed(seconds: float, function: Callable[..., str], *args: object) -> str:
    """Do a task of the child; SIGPROF ends the child when it has used its processor time.

    Args:
        seconds: of processor time that the task may take.
        function: does the task.
        args: its arguments.

    Returns:
        What the function returns.
    """
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        return function(*args)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def read_file(request: Request) -> str:
    """Read one file.

    Returns:
        The result as JSON: plain data, so that no content can take effect in the receiving process.

    Raises:
        OSError: a system resource is missing, e.g. disk space; this is not a problem of the file.
    """
    return extracted(request).model_dump_json()


def extracted(request: Request) -> ExtractedFile:
    """Read one file; raises the same errors as `read_file`."""
    try:
        return _read(request)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except ReadError as error:
        return _failed(request, error.reason, error)
    except RecursionError as error:
        return _failed(request, "It is nested too deeply to be read; drop a flatter file.", error)
    except SmitsError as error:
        return _failed(request, str(error), error)
    except BaseException as error:
        if is_of_the_system(error):
            raise
        message = one_line(str(error))[:200]
        reason = (
            f"It could not be read ({type(error).__name__}: {message}); save it again, or in another format."
        )
        return _failed(request, reason, error)


def _read(request: Request) -> ExtractedFile:
    from smits_watch.documents.loader import open_document
    from smits_watch.extraction.declared import merge
    from smits_watch.extraction.folder_check import in_the_right_folder, of_no_folder
    from smits_watch.extraction.ownership import ours_or_asked
    from smits_watch.facts import extract

    document = open_document(request.path, request.name, attachments=request.attachments)
    context = request.context
    stated, faults = _stated(request, document)
    kind, guessed = request.kind, []
    if kind is None:
        kind, extracted = of_no_folder(document, context)
        guessed = [_guess_warning(kind)]
    else:
        extracted = extract(document, kind, context.of_kind(kind))
        if not stated:
            kind, extracted = in_the_right_folder(document, extracted, context)
    if not stated:
        extracted = ours_or_asked(document, extracted, context)
    return ExtractedFile(
        path=document.path,
        kind=kind,
        sha256=request.sha256,
        status="read",
        facts=merge(extracted.facts, stated),
        summary=extracted.summary,
        warnings=(*guessed, *document.warnings, *extracted.warnings, *faults),
        understood=_understood(extracted, stated),
        questions=extracted.questions,
        answers=tuple(dict.fromkeys(context.applied)),
        proofs=extracted.proofs,
        nothing_stated=extracted.nothing_stated,
        has_own_text=len(document.text) > _COVERING_NOTE,
    )


def _understood(extraction: Extraction, stated: Sequence[Fact]) -> Understanding:
    if extraction.questions:
        return "questions"
    if extraction.facts or stated or extraction.nothing_stated:
        return "understood"
    return "nothing"


def _guess_warning(kind: str | None) -> str:
    if kind is None:
        return "The kind of input could not be guessed; specify it with --kind."
    return (
        f"It was treated as {kind} because of its content; if it is something else, specify it with --kind."
    )


def _stated(request: Request, document: Document) -> tuple[list[Fact], list[str]]:
    """The facts stated in the document and its sidecar; those of the sidecar come last and win."""
    from smits_watch.documents.text.front_matter import stated_in
    from smits_watch.extraction.declared import merge, typed_facts

    if request.is_part and document.stated:
        return [], [_STATED_INSIDE]
    facts, warnings = typed_facts(document.stated, document.source("front matter"))
    if request.sidecar is None:
        return facts, warnings
    source = f"{document.path}{SIDECAR}"
    try:
        written = tomllib.loads(request.sidecar.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return facts, [*warnings, f"{source} was not read: {one_line(str(error))[:200]}"]
    beside, faults = typed_facts(stated_in(written)[0], source)
    return list(merge(facts, beside)), [*warnings, *faults]


_STATED_INSIDE = (
    "The facts that it states were not taken, because it came inside another file, which anybody may have "
    "sent; if they are right, drop the file itself."
)


def _failed(request: Request, reason: str, error: BaseException) -> ExtractedFile:
    return ExtractedFile(
        path=plain(request.name),
        kind=request.kind,
        sha256=request.sha256,
        status=error.status if isinstance(error, ReadError) else "unreadable",
        reason=reason,
    )


def _limit_memory(memory_bytes: int) -> None:
    import resource

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    limit = pages * resource.getpagesize() + _LIBRARIES + memory_bytes
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
