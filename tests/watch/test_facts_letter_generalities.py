"""Letters and pages of vendors: policies, old plans, days that are counted, names that are no products."""

from __future__ import annotations

import datetime as dt

import pytest
from watch_facts_files import facts, read

from smits_rules.vocabulary import VendorNotice


def notices(text: str, name: str = "page.md") -> list[VendorNotice]:
    return facts(VendorNotice, f"vendor-notices/{name}", text)


@pytest.mark.parametrize(
    "text",
    [
        (
            "# Flow Product End-of-Life Policy\n\nFlow Systems will issue a notice of "
            "discontinuance 6 months before "
            "the last order date.\n\nThis policy applies to EOL notifications made on or after "
            "May 26th, 2020."
        ),
        (
            "# End-of-Life (EOL)\n\nProdukte können das EOL aus einer Reihe von Gründen "
            "erreichen, wie etwa sich ändernden "
            "Anforderungen.\n\nFür alle Produkte gelten die folgenden Regeln.\n\nDies ist das "
            "Datum, nach dem das Produkt "
            "nicht mehr gewartet wird.\n\nDas Ende ist 12 Monate nach dem letzten Verkauf erreicht."
        ),
        (
            "# Supportdauer\n\nDer Lebenszyklus endet, wenn ein Produkt nicht mehr unterstützt "
            "wird.\n\nWird der Support "
            "eingestellt, erhalten Sie keine Updates mehr."
        ),
        (
            "# How can I change my pricing plan?\n\nSend us an email.\n\nYour new pricing plan "
            "will become effective on "
            "the next billing cycle."
        ),
    ],
)
def test_how_things_are_done_in_general_is_no_announcement(text: str) -> None:
    """A policy that raises an end of life is the alarm that gets the program muted."""
    assert notices(text) == []


def test_a_day_that_was_planned_once_is_not_the_day() -> None:
    """The new day stands in another clause, and only the old one next to the words of the end."""
    (notice,) = notices(
        "---\ndate: 2026-08-08\n---\n# Flow 4.3 End of Life is Extended\n\nFlow 4.3 was "
        "scheduled to be maintained until "
        "January 2027, but Flow Systems has agreed to keep publishing updates for Flow 4.3 until June 2027."
    )
    assert (notice.product, notice.version, notice.effective_date) == ("Flow", "4.3", dt.date(2027, 6, 30))


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("will reach its end of life in 6 months", dt.date(2027, 7, 12)),
        ("will no longer be supported within 90 days of the date of this letter", dt.date(2027, 4, 12)),
        ("will reach its end of life on Jan. 26", dt.date(2027, 1, 26)),
        ("will be discontinued at the end of this year", dt.date(2027, 12, 31)),
    ],
)
def test_a_day_is_counted_from_the_letter(told: str, day: dt.date) -> None:
    """Without a year, or as a span, only the day of the letter tells which day is meant."""
    (notice,) = notices(f"---\ndate: 2027-01-12\n---\n# Flow 4.2 end of life\n\nFlow 4.2 {told}.")
    assert notice.effective_date == day


def test_a_span_that_is_counted_from_something_else_is_no_day() -> None:
    (notice,) = notices(
        "---\ndate: 2027-01-12\n---\n# Flow 4.2 end of life\n\nFlow 4.2 reaches its end of life "
        "within 6 months after "
        "the release of Flow 5."
    )
    assert notice.effective_date is None


@pytest.mark.parametrize(
    ("head", "day"),
    [
        (
            (
                "2026-04-05 - The Flow Project would like to inform you that Flow 1.x has reached "
                "its end of life today."
            ),
            5,
        ),
        (
            (
                "Flow 1.x has reached its end of life. This announcement takes place on 2026-04-06 "
                "and not before."
            ),
            6,
        ),
        ("Published on 7th Apr 2026\n\nFlow 1.x has reached its end of life.", 7),
    ],
)
def test_where_a_page_says_when_it_was_written(head: str, day: int) -> None:
    (notice,) = notices(f"# Flow 1 End-Of-Life\n\n{head}")
    assert notice.announced == dt.date(2026, 4, day)


def test_the_day_of_writing_may_have_another_name_in_front_matter() -> None:
    (notice,) = notices(
        "---\napplied_at: '2026-10-18'\n---\n# Flow API will EOL on December 31st, 2026\n\nPlease move."
    )
    assert (notice.announced, notice.effective_date) == (dt.date(2026, 10, 18), dt.date(2026, 12, 31))


def test_the_day_on_which_a_price_takes_effect_counts() -> None:
    """Another day in the same sentence is when it was told."""
    (notice,) = notices(
        "I am Ada Park, Chief Executive Officer of Hostwell.\n\nOn Friday 24th June 2027 our "
        "providers have informed us of "
        "a 60% price increase that is taking effect from the 28th June 2027.",
        "letter.txt",
    )
    assert (notice.vendor, notice.price_change_pct) == ("Hostwell", 60)
    assert notice.effective_date == dt.date(2027, 6, 28)


@pytest.mark.parametrize(
    ("text", "product"),
    [
        (
            "# Flow Runner deprecation notice\n\nFlow Runner will be deprecated on 1 March 2027.",
            "Flow Runner",
        ),
        ("# TLS 1.0 is deprecated\n\nAs of 1 March 2027 we no longer support TLS 1.0.", "TLS"),
        (
            "# No more updates for gateway14 in Flow 15.4\n\nAs of today there are none in Flow 15.4.",
            "gateway",
        ),
        ("# Change\n\nFlow Maps is discontinued on 1 March 2027, says our team in Australia.", "Flow Maps"),
        (
            (
                "# Security fix\n\nWe patched a vulnerability reported to GitLab in Flow Desk 3.1 "
                "(CVE-2027-1234)."
            ),
            "Flow Desk",
        ),
    ],
)
def test_what_a_sentence_ends_is_what_it_is_said_of(text: str, product: str) -> None:
    """Neither where something ran, nor who told of it, nor a country."""
    assert [notice.product for notice in notices(text)] == [product]


def test_a_service_that_brings_security_fixes_has_no_hole() -> None:
    text = (
        "# The future of Flow Desk\n\nFlow Desk will enter maintenance mode and will only receive "
        "important security fixes."
    )
    assert [notice.notice for notice in notices(text)] == ["deprecation"]


def test_what_is_deprecated_ends_when_it_is_removed() -> None:
    (notice,) = notices(
        "# Flow Lite deprecation and removal\n\nFlow Lite is being deprecated.\n\nThe following "
        "parts of Flow Lite will be "
        "removed on 2027-01-17."
    )
    assert (notice.notice, notice.effective_date) == ("deprecation", dt.date(2027, 1, 17))


def test_a_new_price_list_alone_is_no_change_of_a_price() -> None:
    read_page = read(
        "vendor-notices/post.md", "# Flow update and new pricing\n\nWe are thrilled to show what is new."
    )
    assert not read_page.facts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "# TLS 1.0 deprecation notice\n\nTLSv1.0 will be disabled starting on April 30th, 2027.",
            ("TLS", "deprecation", "2027-04-30"),
        ),
        (
            (
                "# Flow announcement: no longer publishing releases to the bucket\n\nWe will stop "
                "publishing Flow Desk to "
                "the bucket on 31 October 2027."
            ),
            ("Flow Desk", "breaking-change", "2027-10-31"),
        ),
        (
            (
                "# Orders API deprecation delayed\n\nThe Orders API stays a month longer.\n\nThe "
                "removal date is moved from 10 "
                "May 2027 to 24 May 2027."
            ),
            ("Orders API", "deprecation", "2027-05-24"),
        ),
        ("# Flow Desk is now unsupported\n\nFlow Desk had a good life.", ("Flow Desk", "end-of-support", "")),
    ],
)
def test_other_ways_to_say_that_something_ends(text: str, expected: tuple[str, str, str]) -> None:
    told = [(n.product, n.notice, str(n.effective_date or "")) for n in notices(text)]
    assert told == [expected]


def test_security_fixes_that_come_until_a_day_are_no_hole() -> None:
    text = "# Flow Desk 2 timeline\n\nWe provide security patches for Flow Desk 2 until November 2027."
    assert "security-advisory" not in [notice.notice for notice in notices(text)]


@pytest.mark.parametrize(
    "text",
    [
        "# Common wallpapers\n\nThe small price for using the lossless format is a slight increase in size.",
        "# Flow 2 is simpler\n\nFlow 2 is cheaper to run, and we will break down what this means.",
        "# Flow Desk for teachers\n\nFlow Desk 4 has many bug and security fixes.",
        (
            "# Flow Maps and incidents\n\nSee security incident response with Flow Maps, and "
            "vulnerability reports."
        ),
        "# An attack on our index\n\nThe project Flow Bad has been removed from the index of Flow Desk.",
        "# Flow Desk 4.2.0\n\nBreaking Changes:\n\nNone.",
        "# Flow weekly news, issue 135\n\nUpdates for Other Desk 3: CVE-2027-3700, CVE-2027-3720.",
        "# Roots\n\nOur signature from Trusty Roots expires on March 17, 2027. It serves 33 % of devices.",
    ],
)
def test_what_posts_say_by_the_way_is_no_notice(text: str) -> None:
    """Words of prices, holes, changes and renewals occur in most posts of a vendor."""
    assert notices(text) == []


def test_what_happened_years_ago_is_not_the_day_of_what_is_announced() -> None:
    text = (
        "---\ndate: 2027-03-04\n---\n# Discontinuing support for Flow Desk\n\nWe discontinue "
        "support for Flow Desk.\n\n"
        "Others stopped support for Flow Desk in March 2024."
    )
    assert [(n.notice, n.effective_date) for n in notices(text)] == [("end-of-support", None)]
