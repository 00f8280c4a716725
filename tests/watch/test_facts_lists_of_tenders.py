"""Lists of tenders and calls: what was awarded, prices of pieces, days with dashes, lost currency signs."""

from __future__ import annotations

import datetime as dt

from watch_facts_files import facts, read

from smits_rules.vocabulary import Opportunity


def test_what_was_awarded_is_no_opportunity() -> None:
    """Portals publish both in the same form; a column for the winner that is still empty awards nothing."""
    header = "tender_id,title,contractor_name,amount\n"
    assert not facts(Opportunity, "opportunities/t.csv", f"{header}T1,Roads,Apex,500\nT2,Bridges,Royal,700\n")
    found = facts(Opportunity, "opportunities/t.csv", f"{header}T1,Roads,,500\nT2,Bridges,,700\n")
    assert [one.title for one in found] == ["Roads", "Bridges"]


def test_one_day_tells_the_order_of_all_dates_with_dashes() -> None:
    """17-06 has no seventeenth month."""
    text = "title,tender value,closing date\nRoads,? 73,12-06-2031 10:59\nLamps,5,17-06-2031 15:00\n"
    found = read("opportunities/t.csv", text)
    assert not found.questions
    roads, lamps = (fact for fact in found.facts if isinstance(fact, Opportunity))
    assert (roads.decide_by, lamps.decide_by) == (dt.date(2031, 6, 12), dt.date(2031, 6, 17))
    assert roads.value == 73


def test_a_deposit_and_the_price_of_a_piece_are_no_value() -> None:
    """Headers in camel case are read word by word."""
    text = "title,itemPrice,emd,expireDate\nRoads,1,20,2031-06-12\nLamps,1,30,2031-06-17\n"
    found = facts(Opportunity, "opportunities/t.csv", text)
    assert [(one.value, one.decide_by) for one in found] == [
        (None, dt.date(2031, 6, 12)),
        (None, dt.date(2031, 6, 17)),
    ]
