"""From Markdown to HTML, DOCX and PDF. HTML needs nothing more; DOCX and PDF need the extra `export`."""

from __future__ import annotations

import html
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

from smits_rules.vocabulary import SmitsError

FORMATS = ("md", "html", "docx", "pdf")
_STYLE = """
body { font: 11pt/1.5 "Liberation Sans", Arial, sans-serif; max-width: 48em; margin: 3em auto; color: #222; }
h1 { font-size: 2em; border-bottom: 2px solid #1f4e79; padding-bottom: .3em; }
h2 { color: #1f4e79; margin-top: 2em; }
table { border-collapse: collapse; width: 100%; margin: 1em 0; }
th, td { border: 1px solid #bbb; padding: .35em .6em; text-align: left; vertical-align: top; }
th { background: #eef3f8; }
pre { background: #f5f5f5; padding: 1em; overflow-x: auto; }
@media print { body { margin: 0; } h2 { break-after: avoid; } tr { break-inside: avoid; } }
"""
_TYPST = """\
#set page(paper: "a4", margin: (x: 2.2cm, y: 2.4cm), numbering: "1 / 1")
#set text(size: 10.5pt, lang: "en")
#set par(justify: true)
#show heading.where(level: 1): set text(size: 20pt, fill: rgb("#1f4e79"))
#show heading.where(level: 2): it => { v(0.6em); set text(size: 14pt, fill: rgb("#1f4e79")); it }
#show raw: set text(size: 8.5pt)
#set table(stroke: 0.5pt + rgb("#bbbbbb"), inset: 5pt, align: left)
#show table.cell.where(y: 0): set text(weight: "bold")
#show table: set text(size: 9pt)
#show table: set par(justify: false)
#show figure: set block(breakable: true)
#let horizontalrule = line(length: 100%)
"""
_OFF = ("raw_html", "raw_tex", "raw_attribute", "implicit_figures", "citations", "yaml_metadata_block")
"""Extensions of pandoc's Markdown by which a text could become more than a text."""
_IMAGE = re.compile(r"!\[")
"""An image would be fetched from a file or an address that somebody wrote; it becomes a link."""
_LINK = re.compile(r"(?<!!)\[(I\d+(?:, I\d+)*)\]")


class ExportUnavailable(SmitsError):
    """What the format needs is not installed, or failed."""


def export(markdown: str, kind: str) -> bytes:
    """Make a file of a document.

    Args:
        markdown: the document.
        kind: md, html, docx or pdf.

    Returns:
        The file's bytes.

    Raises:
        ExportUnavailable: the extra `export` is not installed, or the conversion failed.
    """
    makers: dict[str, Callable[[str], bytes]] = {"md": str.encode, "html": _html, "docx": _docx, "pdf": _pdf}
    return makers[kind](markdown if kind == "md" else _IMAGE.sub("[", markdown))


def _html(markdown: str) -> bytes:
    """One page that stands alone; nothing that people wrote becomes markup but Markdown's own."""
    from markdown_it import MarkdownIt

    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown)
    first = markdown.partition("\n")[0].removeprefix("# ")
    page = (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{html.escape(first)}</title>\n"
        f"<style>{_STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )
    return page.encode()


def _docx(markdown: str) -> bytes:
    return _pandoc(markdown, "docx")


def _pdf(markdown: str) -> bytes:
    """By pandoc to Typst's language, and by Typst to PDF."""
    try:
        import typst
    except ImportError as error:
        raise _missing() from error
    source = _TYPST + _pandoc(markdown, "typst").decode().replace("align(center)", "align(left)")
    with tempfile.TemporaryDirectory(prefix="smits-export-") as folder:
        file = Path(folder) / "document.typ"
        file.write_text(source, encoding="utf-8")
        try:
            made = typst.compile(str(file), root=folder)
        except Exception as error:
            raise ExportUnavailable(f"Typst could not make a PDF: {str(error)[:200]}.") from error
    return bytes(made)


def _pandoc(markdown: str, target: str) -> bytes:
    """Convert with pandoc; raw HTML and TeX in the text stay text, files are not opened."""
    try:
        import pypandoc
    except ImportError as error:
        raise _missing() from error
    source = "markdown" + "".join(f"-{name}" for name in _OFF)
    safe = _LINK.sub(r"\\[\1\\]", markdown)
    with tempfile.TemporaryDirectory(prefix="smits-export-") as folder:
        file = Path(folder) / f"document.{target}"
        try:
            pypandoc.convert_text(
                safe,
                target,
                format=source,
                outputfile=str(file),
                extra_args=["--sandbox", "--wrap=none", "--columns=20"],
            )
        except (RuntimeError, OSError) as error:
            raise ExportUnavailable(f"pandoc could not make a {target}: {str(error)[:200]}.") from error
        return file.read_bytes()


def _missing() -> ExportUnavailable:
    return ExportUnavailable("DOCX and PDF need the extra `export`: pip install 'smits-tui[export]'.")
