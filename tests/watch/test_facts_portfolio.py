"""Lists of services: which tables are one, and what a service runs on."""

from __future__ import annotations

import pytest
from watch_facts_files import facts, read

from smits_rules.derivation.equivalence.products import same_product
from smits_rules.vocabulary import Service, VendorNotice


@pytest.mark.parametrize(
    "header",
    [
        "Name,Business criticality,Tower",
        "id,name,production_status,domain",
        "Software name,Licences,Annual cost",
        "Nom,Cycle de vie",
    ],
)
def test_one_column_that_only_lists_of_services_have_makes_a_portfolio(header: str) -> None:
    """Exports of architects' tools call the service a name, and have one telling column beside it."""
    row = ",".join(["Ledger"] * header.count(",") + ["1"])
    assert len(facts(Service, "service-portfolio/p.csv", f"{header}\n{row}\n")) == 1


@pytest.mark.parametrize("header", ["name,status,city", "name,priority", "title,phase"])
def test_names_with_a_state_or_a_priority_may_be_anything(header: str) -> None:
    """Projects, people and tickets have them, too."""
    row = ",".join(["Ledger"] * (header.count(",") + 1))
    assert facts(Service, "service-portfolio/p.csv", f"{header}\n{row}\n") == []


@pytest.mark.parametrize(
    ("cells", "product", "version"),
    [
        ('"Lyra 8, Vega MQ, Orion 15",,', "Lyra 8; Vega MQ; Orion 15", ""),
        ('"Lyra HR\nVega Files","9\n2.1",', "Lyra HR 9; Vega Files 2.1", ""),
        ("Lyra / Vega,,", "Lyra; Vega", ""),
        ("Lyra S/4 Core,2027,", "Lyra S/4 Core", "2027"),
        ("Lyra Server,2019,Enterprise", "Lyra Server Enterprise", "2019"),
        ('"Lyra Server, Standard Edition",2019,', "Lyra Server Standard Edition", "2019"),
        ('"Lyra Server, 2019",,', "Lyra Server", "2019"),
    ],
)
def test_products_versions_and_editions_of_a_service(cells: str, product: str, version: str) -> None:
    """Several products stand in a cell; version and edition in it or in columns of their own."""
    text = f"Application,Product,Version,Edition\nPay,{cells}\n"
    (service,) = facts(Service, "service-portfolio/p.csv", text)
    assert (service.product, service.version) == (product, version)


def test_a_notice_on_one_of_several_products_concerns_the_service() -> None:
    """Each product keeps its own version."""
    service = Service(service="Pay", product="Lyra 8; Vega MQ; Orion 15", source="p#1")
    notices = [VendorNotice(product=p, version=v, source="n#1") for p, v in (("Orion", "15"), ("Orion", "8"))]
    assert [same_product(notice, service) for notice in notices] == [True, False]


def test_a_long_text_in_quotation_marks_is_one_cell() -> None:
    """Descriptions of services go over more than a hundred lines."""
    rows = [f'{n},Service {n},"text",Team\n' for n in range(30)]
    rows[7] = '7,Service 7,"' + "a line\n" * 150 + '",Team\n'
    text = "id,Service,description,Owner\n" + "".join(rows)
    assert len(facts(Service, "service-portfolio/p.csv", text)) == 30


def test_a_portfolio_says_what_its_reading_rests_on() -> None:
    """A list adds up to nothing; names that stand twice are worth a look."""
    (proof,) = read("service-portfolio/p.csv", "Service,Owner\nPay,A\nMail,B\nPay,C\n").proofs
    assert proof == "Nothing adds up in a list; its 3 lines have 2 names in 'Service'."
