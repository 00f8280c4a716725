"""Converts Markdown to HTML, DOCX and PDF. DOCX and PDF need the extra `export`."""

from __future__ import annotations

import base64
import datetime as dt
import html
import json
import re
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from smits_rules.vocabulary import SmitsError
from smits_tui.documents.charts.drawing import WIDTH, Picture
from smits_tui.documents.charts.pictures import pictures_of
from smits_tui.documents.headings import in_order
from smits_tui.documents.page_starts import page_starts
from smits_tui.documents.slides.deck import SlidesUnavailable, slides
from smits_tui.documents.slides.pages import PICTURE_MARK
from smits_tui.documents.tables import LANDSCAPE, PORTRAIT, SMALL_TABLE, with_widths
from smits_tui.documents.word_file import Properties, with_properties

FORMATS = ("md", "html", "docx", "pdf")
BOARD_FORMATS = (*FORMATS, "pptx")
FORMAT_TITLES = {
    "md": "plain text (Markdown)",
    "html": "web page (HTML)",
    "docx": "Word",
    "pdf": "PDF",
    "pptx": "slides (PowerPoint)",
}
"""Format -> its name for people."""
_STYLE = """
body { font: 11pt/1.5 "Liberation Sans", Arial, sans-serif; max-width: 48em; margin: 3em auto; color: #222; }
h1 { font-size: 2em; border-bottom: 2px solid #1f4e79; padding-bottom: .3em; }
h2 { color: #1f4e79; margin-top: 2em; }
table { border-collapse: collapse; width: 100%; margin: 1em 0; }
th, td { border: 1px solid #bbb; padding: .35em .6em; text-align: left; vertical-align: top; }
th { background: #eef3f8; }
a { color: #1f4e79; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
figure { margin: 1em 0; } figure svg { max-width: 100%; height: auto; }
pre { background: #f5f5f5; padding: 1em; overflow-x: auto; }
@media print { body { margin: 0; } h2 { break-after: avoid; } tr { break-inside: avoid; } }
"""
_TYPST = """\
#set text(size: 10.5pt, lang: "en")
#set par(justify: true)
#show heading.where(level: 1): set text(size: 20pt, fill: rgb("#1f4e79"))
#show heading.where(level: 2): it => { v(0.6em); set text(size: 14pt, fill: rgb("#1f4e79")); it }
#show raw: set text(size: 8.5pt)
#set table(stroke: 0.5pt + rgb("#bbbbbb"), inset: 5pt, align: left)
#set table.cell(breakable: false)
#set table(fill: (_, y) => if y == 0 { rgb("#eef3f8") })
#show table.cell.where(y: 0): set text(weight: "bold")
#show link: set text(fill: rgb("#1f4e79"))
#show table: set text(size: 9pt)
#show table: set par(justify: false)
#show table: set text(hyphenate: true)
#let horizontalrule = line(length: 100%)
"""
_OFF = (
    "raw_html",
    "raw_tex",
    "raw_attribute",
    "implicit_figures",
    "citations",
    "yaml_metadata_block",
    "tex_math_dollars",
)
"""Extensions of pandoc's Markdown by which a text could become more than a text; dollars are money."""
_IMAGE = re.compile(r"!\[")
"""An image would be fetched from a file or an address that somebody wrote; it becomes a link."""
_DAY = re.compile(r"\b(\d{4})-(\d{2}|[QH]\d)(?:-(\d{2}))?\b")
"""A date or a period must not break in a narrow column."""
_FIGURE = re.compile(r"^#figure\((.*?)^  , kind: table", re.MULTILINE | re.DOTALL)
_ABOVE_TABLE = re.compile(r"^([^\n#=/+)\]}< -][^\n]*)\n\n(?=#figure\()", re.MULTILINE)
"""A paragraph before a table in Typst's language, in which pandoc writes it as a line."""
_LINK = re.compile(r"(?<!!)\[(I\d+(?:, I\d+)*)\]")


class ExportUnavailable(SmitsError):
    """What the format needs is not installed, or failed."""


def export(markdown: str, kind: str, today: dt.date, *, landscape: bool = False) -> bytes:
    """Make a file of a document.

    Args:
        markdown: the document.
        kind: md, html, docx, pdf or pptx.
        today: where a roadmap has its line, and when the file says that it was made.
        landscape: pages wider than high, where a document consists of wide tables.

    Returns:
        The file's bytes. All but Markdown have pictures of what stands in the tables.

    Raises:
        ExportUnavailable: the extra `export` (`slides` for pptx) is not installed, or the conversion failed.
    """
    if kind == "md":
        return markdown.encode()
    markdown = in_order(markdown)
    text = _DAY.sub(lambda day: day[0].replace("-", "\N{NON-BREAKING HYPHEN}"), _IMAGE.sub("[", markdown))
    pictures = pictures_of(markdown, today)
    if kind == "html":
        return _html(text, pictures)
    properties = replace(_properties(markdown, today), landscape=landscape)
    if landscape:
        starts = page_starts(markdown.splitlines(), pictures, properties.picture_width / WIDTH)
        properties = replace(properties, page_starts=starts)
    if kind == "pptx":
        try:
            drawn = [(picture.title, _png(picture)) for picture in pictures]
            return slides(_with_marks(text, pictures), properties, drawn)
        except SlidesUnavailable as error:
            raise ExportUnavailable(str(error)) from error
    if kind == "docx":
        return with_properties(_docx(text, pictures, properties), properties)
    return _pdf(text, pictures, properties)


def _properties(markdown: str, today: dt.date) -> Properties:
    """Title and organisation, from the first lines of a document."""
    lines = [line for line in markdown.splitlines() if line.strip()]
    title = lines[0].removeprefix("# ").strip() if lines else ""
    author = lines[1].strip("*").strip() if len(lines) > 1 and lines[1].startswith("**") else ""
    return Properties(title, author.replace("\\", ""), today)


def _with_marks(markdown: str, pictures: Sequence[Picture], room: int = PORTRAIT) -> str:
    """A document with a paragraph in the place of each picture; bars in text give way to their picture."""
    lines = with_widths(markdown.splitlines(), room)
    for number, picture in reversed(list(enumerate(pictures))):
        at = picture.line
        rest = lines[at:]
        if (fence := _fenced(rest)) is not None:
            rest = rest[fence:]
        lines = [*lines[:at], "", _mark(number), "", *rest]
    return "\n".join(lines) + "\n"


def _fenced(lines: Sequence[str]) -> int | None:
    """Where a block of code ends that comes next; None if something else comes next."""
    begin = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    if begin == len(lines) or not lines[begin].startswith("```"):
        return None
    return next((n + 1 for n, line in enumerate(lines[begin + 1 :], begin + 1) if line == "```"), None)


def _mark(number: int) -> str:
    """Words that no document has, in the place of a picture."""
    return f"{PICTURE_MARK}{number}{PICTURE_MARK}"


def _html(markdown: str, pictures: Sequence[Picture]) -> bytes:
    """A self-contained page; only Markdown becomes markup, whatever people wrote."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    body = _with_header_cells(parser.render(_with_marks(markdown, pictures)))
    for number, picture in enumerate(pictures):
        title = html.escape(picture.title)
        figure = picture.svg.replace("<svg ", f'<svg role="img" aria-label="{title}" ', 1)
        body = body.replace(f"<p>{_mark(number)}</p>", f"<figure>{figure}</figure>")
    first = markdown.partition("\n")[0].removeprefix("# ")
    page = (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{html.escape(first)}</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )
    return page.encode()


def _with_header_cells(body: str) -> str:
    """Headers that say that they are a column's; the blank one above ids has a name for screen readers."""
    named = body.replace("<th>", '<th scope="col">').replace("<th style", '<th scope="col" style')
    return named.replace('<th scope="col"></th>', '<th scope="col"><span class="unseen">id</span></th>')


def _docx(markdown: str, pictures: Sequence[Picture], properties: Properties) -> bytes:
    """By pandoc, which takes the pictures out of the text itself and opens no file."""
    text = _safe(_with_marks(markdown, pictures, LANDSCAPE if properties.landscape else PORTRAIT))
    for number, picture in enumerate(pictures):
        data = base64.b64encode(_png(picture)).decode()
        text = text.replace(_mark(number), f"![{picture.title}](data:image/png;base64,{data}){{width=6in}}")
    return _pandoc(text, "docx")


def _pdf(markdown: str, pictures: Sequence[Picture], properties: Properties) -> bytes:
    """By pandoc to Typst's language, and by Typst to PDF."""
    source = _pandoc(
        _safe(_with_marks(markdown, pictures, LANDSCAPE if properties.landscape else PORTRAIT)), "typst"
    ).decode()
    source = _with_whole_tables(source.replace("align(center)", "align(left)"))
    source = _with_breaks(source, properties.page_starts)
    source = _about(properties) + _TYPST + source
    for number, picture in enumerate(pictures):
        image = f'#image("{number}.svg", width: {properties.picture_width}pt, alt: "{picture.title}")'
        source = source.replace(_mark(number), image)
    return _typst(source, pictures, "pdf")


def _with_whole_tables(source: str) -> str:
    """Typst's source with small tables kept whole, on the page of the paragraph before them.

    Pandoc writes a table as a figure, a row a line.
    """

    def figure(match: re.Match[str]) -> str:
        is_small = match[1].count("\n    [") <= SMALL_TABLE
        return f"#show figure: set block(breakable: {str(not is_small).lower()})\n{match[0]}"

    return _FIGURE.sub(figure, _ABOVE_TABLE.sub(r"#block(sticky: true)[\1]\n\n", source))


def _with_breaks(source: str, starts: Collection[int]) -> str:
    """Typst's source with a page break before headings of level two, by their number from 0."""
    first, *sections = re.split(r"^(?=== )", source, flags=re.MULTILINE)
    parts = [
        f"#pagebreak(weak: true)\n{section}" if number in starts else section
        for number, section in enumerate(sections)
    ]
    return first + "".join(parts)


def _about(properties: Properties) -> str:
    """The page and what the file says of itself, in Typst's language, whose strings are written as JSON's."""
    title, author = (json.dumps(words, ensure_ascii=False) for words in (properties.title, properties.author))
    day = f"year: {properties.day.year}, month: {properties.day.month}, day: {properties.day.day}"
    flipped = str(properties.landscape).lower()
    foot = json.dumps(f"{properties.author} · {properties.title}", ensure_ascii=False)
    number = 'context counter(page).display("1 / 1", both: true)'
    footer = f"footer: {{ set text(size: 8.5pt); {foot}; h(1fr); {number} }}"
    page = f'paper: "a4", flipped: {flipped}, margin: (x: 2.2cm, y: 2.2cm), {footer}'
    return f"#set page({page})\n#set document(title: {title}, author: {author}, date: datetime({day}))\n"


def _png(picture: Picture) -> bytes:
    size = f"width: {picture.width}pt, height: {picture.height}pt, margin: 0pt"
    return _typst(f'#set page({size})\n#image("0.svg", width: 100%)\n', [picture], "png")


def _typst(source: str, pictures: Sequence[Picture], form: Literal["pdf", "png"]) -> bytes:
    """Let Typst make a file; it can open nothing but the pictures."""
    try:
        import typst
    except ImportError as error:
        raise _missing() from error
    with tempfile.TemporaryDirectory(prefix="smits-export-") as folder:
        file = Path(folder) / "document.typ"
        file.write_text(source, encoding="utf-8")
        for number, picture in enumerate(pictures):
            (Path(folder) / f"{number}.svg").write_text(picture.svg, encoding="utf-8")
        try:
            if form == "png":
                return bytes(typst.compile(str(file), root=folder, format="png", ppi=200.0))
            try:
                return bytes(typst.compile(str(file), root=folder, format="pdf", pdf_standards=["ua-1"]))
            except (
                typst.TypstError
            ):  # e.g. a letter that no font has: tagged all the same, without the promise
                return bytes(typst.compile(str(file), root=folder, format="pdf"))
        except Exception as error:
            raise ExportUnavailable(f"Typst could not make a {form}: {str(error)[:200]}.") from error


def _safe(markdown: str) -> str:
    """Ids of inputs in brackets are text, not links to what is not there."""
    return _LINK.sub(r"\\[\1\\]", markdown)


def _pandoc(markdown: str, target: str) -> bytes:
    """Convert with pandoc; raw HTML and TeX in the text stay text, files are not opened."""
    try:
        import pypandoc
    except ImportError as error:
        raise _missing() from error
    source = "markdown" + "".join(f"-{name}" for name in _OFF)
    with tempfile.TemporaryDirectory(prefix="smits-export-") as folder:
        file = Path(folder) / f"document.{target}"
        try:
            pypandoc.convert_text(
                markdown,
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
