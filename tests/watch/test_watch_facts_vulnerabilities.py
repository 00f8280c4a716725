"""Notices in letters: whole versions, dates that are no products, scores, products that are not affected."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from watch_facts_files import facts

from smits_rules.vocabulary import VendorNotice


def notice(title: str, text: str) -> VendorNotice:
    letter = f"From: Acme <care@acme.example>\nTo: it@example.com\nSubject: {title}\n\n{text}\n"
    (found,) = facts(VendorNotice, "vendor-notices/letter.eml", letter)
    return found


@pytest.mark.parametrize("version", ["5.2", "12.1.3", "7.4.1", "2012 R2", "19c", "11"])
def test_a_version_is_read_to_its_end(version: str) -> None:
    """Cut at the dot, 5.2 is every 5 there is, and 5.4 is raised for nothing."""
    found = notice(f"End of support for Flow {version}", f"Support for Flow {version} ends on 30 June 2027.")
    assert (found.product, found.version) == ("Flow", version)
    assert found.effective_date == dt.date(2027, 6, 30)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("End of support on October 14, 2027", "Support for Flow 16 ends on October 14, 2027."),
        ("End of support on 14 October", "Support for Flow 16 ends on 14 October 2027."),
        ("Support-Ende am 14. Oktober 2027", "Der Support für Flow 16 endet am 14. Oktober 2027."),
        ("Fin du support le 14 octobre 2027", "La fin du support de Flow 16 est le 14 octobre 2027."),
    ],
)
def test_a_date_in_the_subject_is_no_product(title: str, text: str) -> None:
    """`October`, version 14, runs nowhere; the product that does would be missed."""
    found = notice(title, text)
    assert (found.product, found.version, found.effective_date) == ("Flow", "16", dt.date(2027, 10, 14))


@pytest.mark.parametrize(
    ("told", "score"),
    [
        ("CVSS v3.1 base score of 9.8", 9.8),
        ("CVSS 3.1: 9.8 (critical)", 9.8),
        ("CVSSv3.1 9.8", 9.8),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H, base score 9.8", 9.8),
        ("base score 9.8 (CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H)", 9.8),
        ("CVSS score: 9.8/10 (CVSS version 4.0)", 9.8),
        ("CVSS v3 9,8", 9.8),
        ("CVSS 2.0 score 4.3, CVSS 3.1 score 5.9", 5.9),
        ("CVSS 10.0", 10.0),
        ("CVSS 3.1 (low)", 3.1),
        ("CVSS v3.1", None),
    ],
)
def test_the_version_of_the_scoring_system_is_no_score(told: str, score: float | None) -> None:
    """3.1 for 9.8 keeps the gravest hole below every limit."""
    found = notice("Security advisory for Flow 3.2", f"CVE-2027-1234 concerns Flow 3.2: {told}.")
    assert (found.notice, found.severity) == ("security-advisory", score)


@pytest.mark.parametrize(
    "text",
    [
        "Flow 3.2 is not affected by CVE-2027-1234 (CVSS 9.8).",
        "We have looked into CVE-2027-1234 (CVSS 9.8). Flow 3.2 is not vulnerable.",
        "Flow 3.2 ist von CVE-2027-1234 (CVSS 9.8) nicht betroffen.",
        "Flow 3.2 n'est pas affecté par CVE-2027-1234 (CVSS 9.8).",
    ],
)
def test_a_product_that_is_not_affected_has_no_severity(text: str) -> None:
    """That a vendor has looked into it is good news, not an alarm."""
    found = notice("Security advisory for Flow 3.2: CVE-2027-1234", text)
    assert (found.affected, found.severity) == (False, None)


@pytest.mark.parametrize(
    "text",
    [
        "Flow 3.2 is affected by CVE-2027-1234 (CVSS 9.8). Flow 2.0 is not affected.",
        "A hole in Flow 3.2 (CVE-2027-1234, CVSS 9.8) lets attackers in. Version 2 is not affected.",
        "Flow 3.2 has CVE-2027-1234 (CVSS 9.8). Flow customers who have sharing off are not affected.",
        "CVE-2027-1234 (CVSS 9.8) affects Flow 3.2. Flow Cloud is not affected.",
        "CVE-2027-1234 (CVSS 9.8) in Flow 3.2 is fixed in 3.3. Flow 3.3 is not affected.",
    ],
)
def test_that_others_are_not_affected_takes_nothing_back(text: str) -> None:
    """Nor does a condition: who does not meet it is affected."""
    found = notice("Security advisory for Flow 3.2: CVE-2027-1234", text)
    assert found.severity == 9.8
    assert found.affected is not False


def vex(status: dict[str, list[str]]) -> VendorNotice:
    """A VEX in CSAF 2.0 on one product, whose status is given."""
    product = {"product_id": "P1", "name": "Flow 3.2"}
    version: dict[str, Any] = {"category": "product_version", "name": "3.2", "product": product}
    name = {"category": "product_name", "name": "Flow", "branches": [version]}
    vendor = {"category": "vendor", "name": "Acme", "branches": [name]}
    score = {"products": ["P1"], "cvss_v3": {"baseScore": 9.8, "version": "3.1"}}
    data = {
        "document": {"category": "csaf_vex", "title": "Flow and CVE-2027-1234", "csaf_version": "2.0"},
        "product_tree": {"branches": [vendor]},
        "vulnerabilities": [{"cve": "CVE-2027-1234", "product_status": status, "scores": [score]}],
    }
    (found,) = facts(VendorNotice, "vendor-notices/vex.json", json.dumps(data))
    return found


def test_a_vex_says_whether_the_product_is_affected() -> None:
    """The score is the vulnerability's; whether it counts is the status's."""
    spared, struck = vex({"known_not_affected": ["P1"]}), vex({"known_affected": ["P1"]})
    assert (spared.product, spared.version, spared.affected, spared.severity) == ("Flow", "3.2", False, None)
    assert (struck.affected, struck.severity) == (True, 9.8)


def test_the_versions_behind_a_label_are_those_that_are_affected() -> None:
    """Without them an advisory on Flow 7 is an alarm for everybody who has Flow 6."""
    found = notice(
        "Overflow in Flow",
        "CVSS score: 9.8\n\nA buffer overflow in Flow lets an attacker run code.\n\n"
        "Affected versions: 7.4.0 through 7.4.6, 7.6 before 7.6.3\n\nNot affected: 6.0\n",
    )
    assert (found.notice, found.severity) == ("security-advisory", 9.8)
    assert found.affected_versions == "7.4.0 through 7.4.6, 7.6 before 7.6.3"
