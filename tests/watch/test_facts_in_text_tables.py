"""Tables in plain text and mail: columns by blanks, tabs or dots, for every kind of input."""

from __future__ import annotations

import pytest
from watch_facts_files import facts, read

from smits_rules.vocabulary import AuditFinding, Budget, Fact, Indicator, Service, ServiceLevel


def test_findings_in_columns_of_a_mail_are_read() -> None:
    """One cell fills its column, so that a single blank parts it from the next. No all-clear."""
    text = (
        "Findings of the audit\n\n"
        "No   Finding                     Grade     Due\n"
        "1    Passwords are never changed High      2031-03-31\n"
        "2    Backups are not tested      Medium    2031-06-30\n"
    )
    found = facts(AuditFinding, "audit-reports/a.txt", text)
    assert [(one.title, one.severity, str(one.due)) for one in found] == [
        ("Passwords are never changed", "high", "2031-03-31"),
        ("Backups are not tested", "medium", "2031-06-30"),
    ]
    assert found[0].source.endswith("#line 4")


@pytest.mark.parametrize(
    ("kind", "fact", "text", "count"),
    [
        (
            "service-portfolio",
            Service,
            "Service    Owner   Criticality\nPayroll    HR      High\nMail       IT      High\n",
            2,
        ),
        ("service-portfolio", Service, "Service\tOwner\tCriticality\nPayroll\tHR\tHigh\nMail\tIT\t\n", 2),
        (
            "environment",
            Indicator,
            "Month      Energy\n2031-01    130.1\n2031-02    131.0\n2031-03    132\n",
            1,
        ),
        (
            "service-reports",
            ServiceLevel,
            (
                "October 2031\nService   Measure        Target   Actual\n"
                "Mail      Availability   99.9 %   99.95 %\n"
                "Portal    Availability   99.5 %   99.1 %\n"
            ),
            2,
        ),
    ],
)
def test_every_kind_reads_text_tables(kind: str, fact: type[Fact], text: str, count: int) -> None:
    """People paste them into mails, with a title just above."""
    found = facts(fact, f"{kind}/x.txt", text)
    assert len(found) == count
    assert {one.confidence for one in found} == {"read"}


def test_dots_lead_from_a_label_to_its_amount() -> None:
    """As typists write them; the unit stands in the line above."""
    text = "IT budget 2031 (k EUR)\n\nStaff ........... 400\nLicences . . . . . 150\nTotal ........... 550\n"
    (budget,) = facts(Budget, "budgets/b.txt", text)
    assert (budget.total, budget.currency, budget.period) == (550_000, "EUR", "2031")


def test_tables_beside_one_another_are_budgets_of_their_own() -> None:
    """Each has its total, and is called as its labels are; the totals leave the years out."""
    text = (
        "IT budget 2031\n\n"
        "Lisbon        2031      Porto      2031\n"
        "Staff          400      Portal      120\n"
        "Hosting         90      Wiki         30\n"
        "Total          490      Total       150\n"
    )
    found = facts(Budget, "budgets/b.txt", text)
    assert [(one.scope, one.total) for one in found] == [("Lisbon", 490), ("Porto", 150)]


def test_sentences_with_two_blanks_after_a_full_stop_are_no_table() -> None:
    """Typewriters set them."""
    text = "The budget is cut.  We spend 400 on staff.\nHosting is cut, too.  It has 90 left for 2031.\n"
    assert not read("budgets/b.txt", text).facts
