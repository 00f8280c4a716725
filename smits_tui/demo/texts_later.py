"""What people of the sample story write from Do of the first cycle on; names in braces are filled in."""

from __future__ import annotations

APPROACH = """
First what breaks: the second line to the control room (P1) comes before all else. Then the database (P2),
whose move is rehearsed twice with a whole month of bills. The portal (P3) grows in steps of six weeks, each
of which takes one kind of call off the service desk. Accounts (P4) come from personnel data alone, so that
leaving is enough to lose access. P5 pays for what comes after.
"""
RESOURCES = """
The initiatives cost 1.35 million euros, out of 1.46 million that the {year} budget leaves for change
[{budget_now}]. Eleven of our people work on them for half of their time; two are hired for the portal. The
database's vendor helps with the move for 30 days at a fixed price. What is not spent by the end of a quarter
is offered back.
"""
REVIEW = """
Half a year in, supply stands better than ever: the second line to the control room is on test, critical
services were available 99.91 % of the time in the last quarter [{report_4}], and services are restored in a
little over two hours. Incidents are reported within the day that the regulation gives us [{regulation}].

Customers see it more slowly: 24 points in the last survey after 12 in the first one [{survey_4}], and half of
all moves and readings come in online. Access of leavers is taken back late in one case of six; internal audit
found what we had measured [{audit}].

The database is what worries us: the move has lost two months to a rehearsal that failed, and the vendor's
date does not wait [{letter}].
"""
DECISION = (
    "Direction and objectives hold. P2 is put before P3: support of KestrelDB 11 ends before the move "
    "would be done at today's pace, and five of seven measures go the right way without more money."
)
TIGHT_INTERNAL = """
The {fiscal} budget was cut by 12 % to 5.8 million euros, all of it taken from change: 0.7 million are left
where 1.5 million were planned for [{budget_cut}].

- The critical services were available 99.87 % of the time; two levels were missed when the fibre at Portside
  was cut [{report_5}].
- Three services now stand on KestrelDB 11, since tariff simulation was added to it; 23 services are in the
  portfolio [{portfolio}].
- Access of leavers is taken back within a day in 97 of 100 cases, which was the worst finding of the audit
  [{audit}].
"""
TIGHT_EXTERNAL = """
Support of KestrelDB 11 ends two months earlier than its vendor had written; without it, three services run
without fixes [{letter}].

- The regulation on operational resilience applies in full in four months; the duty to report is met, the
  yearly test of our defences is not yet ordered [{regulation}].
- Customers rate us 22, two points less than in the quarter before, after the portal was slow for a week
  [{survey_5}].
- The vendor of the service desk asks for 9.5 % more; our contract caps it at 3 % [{prices}].
"""
TIGHT_CONCLUSIONS = """
With half of the money for change, the order matters more than the list. The database cannot wait, because its
date is set by somebody else. The portal can: it grows in smaller steps. What the regulation asks for is not
touched.
"""
TIGHT_SUMMARY = """
The budget for change was halved and the vendor of the central database moved its date forward: both point at
the same initiative. The objectives still hold; two of them take a year longer. We compared a fourth way with
the three of the first cycle and propose to move the database first and to stretch the rest.
"""
COST_OBJECTION = (
    "S4 counts the licences of KestrelDB 13 for one year only. Over the two years that it speaks of, "
    "80,000 euros are missing."
)
