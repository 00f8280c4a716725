"""Lists of lifecycles and of prices, as vendors send them: dates by column, old and new prices."""

from __future__ import annotations

import pytest
from watch_facts_files import facts, read

from smits_rules.vocabulary import VendorNotice
from smits_watch.documents.document import Document, Table
from smits_watch.facts import ExtractionContext, extract
from smits_watch.facts.profile import OrganisationProfile, ProfileProduct

LIST = "vendor-notices/list.csv"


def ends(content: str) -> list[tuple[str, str, str, str]]:
    """Product, version, kind and day of each notice."""
    return [
        (notice.product, notice.version, notice.notice, str(notice.effective_date))
        for notice in facts(VendorNotice, LIST, content)
    ]


def changes(content: str, name: str = LIST) -> list[tuple[str, float | None, str]]:
    """Product, change and day of each notice of a price."""
    return [
        (notice.product, notice.price_change_pct, str(notice.effective_date))
        for notice in facts(VendorNotice, name, content)
    ]


def test_the_extended_end_counts_where_a_list_has_a_mainstream_one_too() -> None:
    """A product in extended support still gets its security updates; its release is no end."""
    rows = (
        "Product,Release Date,Mainstream End Date,Extended End Date\n"
        "Nordlys Server 7,11/13/2024,1/9/2030,1/8/2035\nNordlys Server 8,10/15/2028,1/11/2034,\n"
    )
    assert ends(rows) == [
        ("Nordlys Server", "7", "end-of-support", "2035-01-08"),
        ("Nordlys Server", "8", "end-of-support", "2034-01-11"),
    ]


def test_a_product_that_is_written_once_holds_for_the_lines_below_it() -> None:
    """Merged cells and lists by hand; the end of sale is told beside the end of support."""
    lines = "Nordlys DB,11,2030-03-31,2031-06-30\n,12,,2033-06-30\n"
    rows = f"Product,Release,Last order date,End of support\n{lines}"
    assert ends(rows) == [
        ("Nordlys DB", "11", "end-of-support", "2031-06-30"),
        ("Nordlys DB", "11", "end-of-sale", "2030-03-31"),
        ("Nordlys DB", "12", "end-of-support", "2033-06-30"),
    ]


def test_products_as_columns_are_read_like_lines() -> None:
    """Roadmaps compare products side by side."""
    lines = "Release date,2027-01-01,2029-01-01\nEnd of life,2031-06-30,2033-06-30\n"
    rows = f"Product,Nordlys DB 11,Nordlys DB 12\n{lines}"
    assert ends(rows) == [
        ("Nordlys DB", "11", "end-of-life", "2031-06-30"),
        ("Nordlys DB", "12", "end-of-life", "2033-06-30"),
    ]


@pytest.mark.parametrize(
    ("written", "day", "confidence"),
    [
        ("14 Oct 2031", "2031-10-14", "read"),
        ("14 Oct 31", "2031-10-14", "read"),
        ("Oct 2031", "2031-10-31", "inferred"),
        ("2031-10", "2031-10-31", "inferred"),
        ("10/2031", "2031-10-31", "inferred"),
    ],
)
def test_dates_are_read_as_lists_write_them(written: str, day: str, confidence: str) -> None:
    """A month stands for its last day, and that is inferred."""
    (notice,) = facts(VendorNotice, LIST, f"Nordlys DB Version,End-of-Life,Status\n11,{written},Current\n")
    assert (notice.product, notice.version) == ("Nordlys DB", "11")
    assert (str(notice.effective_date), notice.confidence) == (day, confidence)


def test_a_version_that_has_no_end_yet_and_an_inventory_say_nothing() -> None:
    """`Current` is no date, and a list of what is installed announces nothing."""
    assert ends("Product,Version,End of life\nNordlys DB,11,2031-06-30\nNordlys DB,12,Current\n") == [
        ("Nordlys DB", "11", "end-of-life", "2031-06-30")
    ]
    assert read(LIST, "Product,Version,Installed\nNordlys DB,11,2027-01-01\n").facts == ()


def test_the_order_of_day_and_month_is_asked_where_nothing_tells() -> None:
    """Nothing is decided on a day that may be another one by months."""
    found = read(LIST, "Product,Version,End of life\nNordlys DB,11,03/04/2031\n")
    (question,) = found.questions
    assert found.facts == ()
    assert [str(c.facts[0].effective_date) for c in question.candidates] == ["2031-04-03", "2031-03-04"]


def test_old_and_new_prices_give_the_change_of_each_product() -> None:
    """No percentage need be written; what stays the same is no news."""
    rows = (
        "Article;Bisheriger Preis;Neuer Preis;Gültig ab\nNordlys ERP;1.200,00 €;1.320,00 €;01.01.2031\n"
        "Nordlys HR;2.000,00 €;2.000,00 €;01.01.2031\n"
    )
    assert changes(rows) == [("Nordlys ERP", 10.0, "2031-01-01")]


def test_prices_of_two_years_are_an_old_and_a_new_one() -> None:
    """Price books have a column for each year."""
    lines = 'Nordlys ERP,"1,000","1,080"\nNordlys HR,500,450\n'
    rows = f"Product,List price 2030 (EUR),List price 2031 (EUR)\n{lines}"
    assert [change[:2] for change in changes(rows)] == [("Nordlys ERP", 8.0), ("Nordlys HR", -10.0)]


def test_plans_in_a_letter_are_of_the_product_that_its_title_names() -> None:
    """`Basic` is no product; the largest change is told, from the day that the letter names."""
    letter = (
        "---\ntitle: New prices for Nordlys ERP\ndate: 2030-08-26\n---\n\n"
        "New prices apply from 1 January 2031.\n\n"
        "| Plan | Current price | New price |\n| --- | --- | --- |\n"
        "| Basic | €100 | €110 |\n| Pro | €200 | €230 |\n"
    )
    assert changes(letter, "vendor-notices/l.md") == [("Nordlys ERP", 15.0, "2031-01-01")]


def test_lines_of_our_own_products_stay_apart() -> None:
    """A letter on several products of ours has a change for each."""
    rows = [["Product", "Old price", "New price"], ["Nordlys ERP", 100, 120], ["Nordlys HR", 100, 105]]
    products = tuple(ProfileProduct(product=name) for name in ("Nordlys ERP", "Nordlys HR"))
    document = Document("vendor-notices/p.xlsx", "xlsx", tables=[Table("Prices", rows, lettered=True)])
    context = ExtractionContext(profile=OrganisationProfile(products=products))
    found = extract(document, "vendor-notices", context).facts
    assert [(f.product, f.price_change_pct) for f in found if isinstance(f, VendorNotice)] == [
        ("Nordlys ERP", 20.0),
        ("Nordlys HR", 5.0),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        "Product,Old version,New version,Price\nNordlys ERP,7,8,100\n",
        "Product,Price\nNordlys ERP,100\nNordlys HR,120\n",
        "Product,Old price,New price\nNordlys ERP,€100,$120\n",
    ],
)
def test_what_is_no_change_of_a_price_says_nothing(rows: str) -> None:
    """Versions are no prices, a price list has no change, and two currencies can't be compared."""
    assert changes(rows) == []


def test_two_products_in_one_cell_are_two_notices() -> None:
    text = (
        "| Produkt | Supportende |\n| --- | --- |\n| Flow Desk 2017<br>Flow Maps 2019 | 12. Januar 2027 |\n"
    )
    notices = facts(VendorNotice, "vendor-notices/list.md", text)
    assert [(notice.product, notice.version) for notice in notices] == [
        ("Flow Desk", "2017"),
        ("Flow Maps", "2019"),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        "Vendor,Product,Price change (%),Effective\nNordlys,Nordlys Ledger,5.0,2031-01-01\n",
        "Product,Notice,Price change (%),Effective\nNordlys Ledger,price-change,5.0,2031-01-01\n",
        "Hersteller;Produkt;Preiserhöhung in %;Gültig ab\nNordlys;Nordlys Ledger;5,0;01.01.2031\n",
    ],
)
def test_a_list_may_state_only_by_how_much_prices_change(rows: str) -> None:
    """The amounts are in each customer's contract."""
    assert changes(rows) == [("Nordlys Ledger", 5.0, "2031-01-01")]


def test_a_column_of_changes_that_names_no_price_is_none_of_prices() -> None:
    rows = "Product,Change in percent,Date\nNordlys Ledger,5.0,2031-01-01\n"
    assert not any(change for _, change, _ in changes(rows))


def test_versions_are_of_the_product_that_the_text_around_them_names() -> None:
    """Where it names another one, too, nothing is said of either; what only prose says is inferred."""
    table = "| Version | EOL Date |\n|---|---|\n| 5.7.x | 2031-05-31 |\n| 5.8.x | 2032-02-28 |\n"
    text = "# Policy\n\nFixes go into Fjordbase 5.7.1 and later.\n\n"
    (first, _) = facts(VendorNotice, "vendor-notices/policy.md", f"{text}{table}")
    assert (first.product, first.version, first.confidence) == ("Fjordbase", "5.7.x", "inferred")
    (first, _) = facts(VendorNotice, "vendor-notices/policy.md", f"{text}Use Tarnstore 5.8.0.\n\n{table}")
    assert first.product == ""
