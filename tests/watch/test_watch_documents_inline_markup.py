"""Markdown as it is exported: tags, comments, links and emphasis are no text, names in angle brackets are."""

from __future__ import annotations

import pytest
from watch_facts_files import facts

from smits_rules.vocabulary import CorporateEvent, VendorNotice
from smits_watch.documents.loader import open_content
from smits_watch.documents.text.inline_markup import without_marks, without_tags

DEAL = """# Contoso Ltd to acquire Fabrikam Inc

<div class="large" id='top'>
<p align=center>Contoso Ltd will acquire <b>Fabrikam Inc</b>.<br/>See <https://news.example/x>,
<kim@contoso.example>.</p>
</div>

<!-- Northwind Ltd
is only noted -->
"""


def test_tags_and_addresses_take_no_part_in_a_deal() -> None:
    """`div class="large"` once bought a company."""
    (found,) = facts(CorporateEvent, "mergers-acquisitions/deal.md", DEAL)
    assert {party.removesuffix(" Ltd").removesuffix(" Inc") for party in found.parties} == {
        "Contoso",
        "Fabrikam",
    }


@pytest.mark.parametrize("name", ["deal.txt", "deal.md"])
def test_tags_in_plain_text_take_no_part_either(name: str) -> None:
    """A newsletter pasted into a text file."""
    text = 'Contoso Ltd to acquire Fabrikam Inc\n\n<div class="x">Contoso Ltd buys Fabrikam Inc.</div>\n'
    (found,) = facts(CorporateEvent, f"mergers-acquisitions/{name}", text)
    assert not any("div" in party or "/" in party for party in found.parties)


def test_cells_are_read_as_they_are_shown() -> None:
    """Links and line breaks are no part of a product's name."""
    rows = "| [Flow](https://acme.example/flow)<br> | **5.2** | `2027-06-30` |\n"
    table = f"| Product | Version | End of support |\n|---|---|---|\n{rows}"
    (found,) = facts(VendorNotice, "vendor-notices/list.md", table)
    assert (found.product, found.version, str(found.effective_date)) == ("Flow", "5.2", "2027-06-30")


def test_passages_keep_their_lines() -> None:
    """A fact must still say where it stands."""
    document = open_content(DEAL.encode(), "mergers-acquisitions/deal.md")
    (passage,) = [passage for passage in document.passages if "will acquire" in passage.text]
    assert passage.anchor == "line 4"
    assert "<p" not in passage.text
    assert "Northwind" not in document.text


@pytest.mark.parametrize(
    "text",
    [
        "<Contoso Ltd> and <FAB.N>",
        "<https://vendor.example/a> and <kim@vendor.example>",
        "5 < 7 and b > a, if x<y",
        "`<div>` is a tag",
        "```html\n<div>\n<!-- a -->\n```\n",
        "Vec<String>",
    ],
)
def test_what_is_no_tag_stays(text: str) -> None:
    assert without_tags(text) == text


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (" **5,000** ", "5,000"),
        ("[Flow](x) 5 ![icon](y.png)", "Flow 5"),
        ("[Flow][1]", "Flow"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("[ ]", "[ ]"),
        ("_Total_", "Total"),
        ("snake_case_name", "snake_case_name"),
    ],
)
def test_marks_around_a_cell_are_not_its_text(cell: str, shown: str) -> None:
    assert without_marks(cell) == shown
