"""Links from a document to its source files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

from smits_tui.sanitize import plain

INPUTS = "../inputs/"
"""Where inputs lie, seen from `deliverables/`: the folder for which documents are written."""
_MOST = 3
_WHOLE = "front matter"
"""The anchor of facts that a file declares at its head, which say nothing about a page or a cell."""
_FILE = re.compile(rf"\]\({re.escape(INPUTS)}([^()\s]*)\)")
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")


def file_link(path: str, anchor: str = "", *, file: str = "", shown: str = "") -> str:
    """A link to an input by its title and, if there is one, the page or cell.

    Args:
        path: of the input, below `inputs/`.
        anchor: where in it.
        file: the file below `inputs/` in which it lies, where it is a part of a container.
        shown: the text of the link in place of title, page and cell.
    """
    shown = shown or title_of(path) + (f", {anchor}" if anchor and anchor != _WHOLE else "")
    return f"[{escaped(shown)}]({INPUTS}{quote(file or path)})"


def source_link(source: str, *, shown: str = "") -> str:
    """The same for a source as facts have it, `path#anchor`; a blank one has no link."""
    path, _, anchor = source.partition("#")
    return file_link(path, anchor, shown=shown) if path else ""


def source_links(sources: Sequence[str]) -> str:
    """Links to several sources; a file that is cited in several places is linked once, with all of them.

    Args:
        sources: paths with anchors. Three anchors of a file and three files are named, the rest counted:
            whoever wants all of them asks `smits explain`.
    """
    files: dict[str, list[str]] = {}
    for source in sources:
        path, _, anchor = source.partition("#")
        if path:
            anchors = files.setdefault(path, [])
            anchors += [anchor] if anchor and anchor not in anchors else []
    links = [file_link(path, _listed(anchors)) for path, anchors in list(files.items())[:_MOST]]
    rest = len(files) - _MOST
    return "; ".join(links) + (f" and {rest} more" if rest > 0 else "")


def _listed(anchors: Sequence[str]) -> str:
    rest = len(anchors) - _MOST
    return ", ".join(anchors[:_MOST]) + (f" and {rest} more" if rest > 0 else "")


def listed(names: Iterable[str]) -> str:
    """Names as a sentence lists them: `T1, T2 and T3`."""
    *others, last = [*names] or [""]
    return " and ".join(filter(None, (", ".join(others), last)))


def linked_files(markdown: str) -> list[str]:
    """The inputs to which a document links, in order: paths below `inputs/`."""
    return list(dict.fromkeys(unquote(link[1]) for link in _FILE.finditer(markdown)))


def relinked(markdown: str, files: Mapping[str, str]) -> str:
    """The document with links to other files.

    Args:
        markdown: with links to inputs.
        files: path of an input -> the file below `inputs/` in which it lies.
    """

    def other(link: re.Match[str]) -> str:
        path = unquote(link[1])
        return f"]({INPUTS}{quote(files.get(path, path))})"

    return _FILE.sub(other, markdown)


def title_of(path: str) -> str:
    """A file's name without its ending, as a title."""
    return PurePosixPath(path).stem


def escaped(text: str) -> str:
    """A text on one line in which nothing is markup."""
    return _SPECIAL.sub(r"\\\1", plain(text, lines=False).strip())


def moved(markdown: str, inputs: str) -> str:
    """The document with its links seen from another folder.

    Args:
        markdown: as it was written.
        inputs: the inputs folder from there, with a slash at its end.
    """
    return markdown.replace(f"]({INPUTS}", f"]({inputs}")
