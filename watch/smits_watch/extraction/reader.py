"""Reads files in a child process with limits, so that no file can harm the program."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Required, Self, TypedDict, Unpack

from pebble import ProcessExpired

from smits_rules.vocabulary.kinds.sidecars import SIDECAR
from smits_watch.documents.attachments import Unpacked, all_untaken, parts_from, unpack
from smits_watch.documents.errors import ReadError
from smits_watch.documents.sanitize import plain
from smits_watch.extraction.bundle import LIMIT_SECONDS, Bundle, read_bundle, readings_from
from smits_watch.extraction.child import Request, read_file
from smits_watch.extraction.child_pool import ChildLimits, ChildPool
from smits_watch.extraction.child_task import ChildTask
from smits_watch.extraction.content_hash import sha256_of
from smits_watch.extraction.result import ExtractedFile
from smits_watch.extraction.viewer.outline import Outline, outline
from smits_watch.extraction.viewer.tables import table_view
from smits_watch.extraction.viewer.text import Line, contents, lines_from
from smits_watch.facts.context import ExtractionContext


class ReadOptions(TypedDict, total=False):
    """What is known of a file that is read."""

    name: Required[str]
    """Its path below inputs/, the source of its facts; the extension helps to detect the format."""
    kind: str | None
    """Its input kind; without one it is guessed, and the guess is reported in the warnings."""
    context: ExtractionContext | None
    """Settings, remembered answers and the organisation."""
    sidecar: Path | None
    """A TOML file that states facts; without one, `NAME.facts.toml` beside the file, if it exists."""
    attachments: bool
    """Whether an e-mail's facts include those of its attachments; they do by default."""
    is_part: bool
    """Whether it came inside an e-mail or archive, and so can't state facts about itself."""


class Reader:
    """Reads files one after another in a warm child process; a context manager.

    The child is started with the first file. A file that crashes it, takes too long or needs too much
    memory is `unreadable`, and the next file gets a fresh child.
    """

    def __init__(self, limits: ChildLimits | None = None, workers: int = 1) -> None:
        """Create a reader.

        Args:
            limits: time and memory for each file.
            workers: children that read at the same time, for callers with several threads.
        """
        self._limits = limits or ChildLimits()
        self._children = ChildPool(self._limits, workers)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """The process id of an idle child, which is started if necessary."""
        return self._children.pid

    def stop(self) -> None:
        """End the children at once; a file being read is abandoned."""
        self._children.stop()

    def read(self, path: Path, **options: Unpack[ReadOptions]) -> ExtractedFile:
        """Read a file and extract its facts, waiting for the result.

        Args:
            path: of its content.
            options: what is known of the file.

        Returns:
            The result; problems of the file are in its status and reason.

        Raises:
            ReadError: the file is missing, not a file, or may not be opened.
            OSError: a system resource is missing, e.g. disk space; this is not a problem of the file.
            ReaderUnavailable: the child can't be started.
        """
        return self.begin(path, **options).result()

    def begin(self, path: Path, **options: Unpack[ReadOptions]) -> ChildTask[ExtractedFile]:
        """Start reading a file in the child, without waiting; arguments and errors as for `read`."""
        name, kind = options["name"], options.get("kind")
        try:
            digest = sha256_of(path)
        except OSError as error:
            raise ReadError(f"{path} can't be opened ({error.strerror}); check the path.") from error
        beside = path.parent / (path.name + SIDECAR)
        # `Path.is_file` raises if the name with this suffix is longer than the file system allows.
        sidecar = options.get("sidecar") or (beside if os.path.isfile(beside) else None)  # noqa: PTH113
        request = Request(
            path.absolute(),
            name,
            kind,
            options.get("context") or ExtractionContext(),
            sidecar,
            digest,
            attachments=options.get("attachments", True),
            is_part=options.get("is_part", False),
        )

        def finish(answer: Callable[[], str]) -> ExtractedFile:
            try:
                return ExtractedFile.model_validate_json(answer())
            except TimeoutError:
                reason = (
                    f"Reading it took longer than {self._limits.seconds:g} s; drop a smaller or simpler file."
                )
            except ProcessExpired as error:
                reason = self._children.crash_reason(error.exitcode)
            except ValueError:
                reason = (
                    "The values read from it make no sense as facts; save it again, or in another format."
                )
            return ExtractedFile(
                path=plain(name), kind=kind, sha256=digest, status="unreadable", reason=reason
            )

        return self._children.begin(finish, read_file, request)

    def begin_bundle(self, bundle: Bundle) -> ChildTask[list[ExtractedFile]]:
        """Start reading small files one after another in the child, without waiting.

        Args:
            bundle: the files, and the budgets that were read before.

        Returns:
            A task with the results for the first of the files, or with none if one of them took too long,
            crashed the child or needed too much memory; each must be read on its own then.

        Raises:
            ReaderUnavailable: the child can't be started.
        """

        def finish(answer: Callable[[], str]) -> list[ExtractedFile]:
            try:
                return readings_from(answer(), bundle.requests)
            except (TimeoutError, ProcessExpired, OSError, ValueError):
                return []

        seconds = min(self._limits.seconds, LIMIT_SECONDS)
        return self._children.begin(finish, read_bundle, bundle, seconds=seconds)

    def unpack(self, path: Path, *, name: str, folder: Path) -> Unpacked:
        """Take the attachments from an e-mail, or the files from a ZIP.

        Args:
            path: of its content.
            name: its path below inputs/.
            folder: an empty folder, to which they are written.

        Returns:
            The parts, and those that could not be taken out, each with its reason; neither for other files.

        Raises:
            OSError: the parts can't be written, e.g. the disk is full; this is not a problem of the file.
            ReaderUnavailable: the child can't be started.
        """
        return self.begin_unpacking(path, name=name, folder=folder).result()

    def begin_unpacking(self, path: Path, *, name: str, folder: Path) -> ChildTask[Unpacked]:
        """Start unpacking a file in the child, without waiting; arguments and errors as for `unpack`."""

        def finish(answer: Callable[[], str]) -> Unpacked:
            try:
                return parts_from(answer(), folder)
            except TimeoutError:
                return all_untaken(
                    f"Unpacking took longer than {self._limits.seconds:g} s; drop the files in it one by one."
                )
            except ProcessExpired as error:
                return all_untaken(self._children.crash_reason(error.exitcode))
            except (ValueError, LookupError, TypeError, AttributeError, zipfile.BadZipFile):
                return all_untaken("Its content can't be listed; drop the files in it one by one.")

        return self._children.begin(finish, unpack, path, name, folder, self._limits.seconds)

    def outline(self, path: Path, *, name: str) -> Outline:
        """The headings of a file with the text below each.

        Args:
            path: of its content.
            name: its path below inputs/.

        Returns:
            Heading and text, in order; empty for a file without headings or an unreadable one.

        Raises:
            ReaderUnavailable: the child can't be started.
        """
        try:
            parts = json.loads(self._children.answer(outline, path, name))
        except (TimeoutError, ProcessExpired, OSError, ValueError):
            return []
        return [(str(heading), str(text)) for heading, text in parts]

    def tables(self, path: Path, *, name: str) -> dict[str, Any]:
        """How the tables of a file are understood.

        Args:
            path: of its content.
            name: its path below inputs/.

        Returns:
            `tables` in the format of `table_view`, and `reason`, a sentence if the file can't be read.

        Raises:
            ReaderUnavailable: the child can't be started.
        """
        try:
            view: dict[str, Any] = json.loads(self._children.answer(table_view, path.absolute(), name))
        except TimeoutError:
            return {"tables": [], "reason": f"Reading it took longer than {self._limits.seconds:g} s."}
        except ProcessExpired as error:
            return {"tables": [], "reason": self._children.crash_reason(error.exitcode)}
        return view

    def contents(self, path: Path, *, name: str) -> list[Line]:
        """The text of a file, line by line.

        Args:
            path: of its content.
            name: its path below inputs/.

        Returns:
            The lines; empty for an unreadable file.

        Raises:
            ReaderUnavailable: the child can't be started.
        """
        try:
            return lines_from(self._children.answer(contents, path, name))
        except (TimeoutError, ProcessExpired, OSError, ValueError):
            return []
