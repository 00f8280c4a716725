"""What people of the sample story write in Plan of the first cycle; names in braces are filled in."""

from __future__ import annotations

REASON = (
    "The last IT strategy is five years old and nobody can say what it rests on; the board wants one "
    "that follows from evidence."
)
INTERNAL = """
We run 19 services, five of them critical for supply, billing or safety; what they run on, for whom and for
how much is known for each [{portfolio}].

- The five critical services were available 99.62 % of the time; customer billing missed its 99.5 %
  [{report_1}].
- Customer billing and meter data management stand on one database, KestrelDB 11; when it stops, neither bills
  nor readings leave the house [{portfolio}].
- Of the {year} budget of 6.3 million euros 77 % keep things running; 23 % are left for change [{budget_now}].
- Three of 21 services are charged to those who use them, so that nobody sees what the others cost
  [{portfolio}].
"""
EXTERNAL = """
The regulation on the operational resilience of essential services binds us as a supplier of water and power:
ICT risk is managed, defences are tested, incidents are reported within 24 hours [{regulation}].

- Customers compare us with their bank, not with other utilities: 26 of 100 advise against us, most of them
  households [{survey_1}].
- The business replaces 9,000 meters a quarter; each new one sends a reading every 15 minutes instead of one a
  year [{goals_1}].
- Four vendors stand behind nine of our 19 services; a change of course by one of them reaches critical
  services at once [{portfolio}].
"""
CONCLUSIONS = """
Supply does not forgive: what the control room and billing stand on comes first, and it comes with a second
way. What the regulation asks for is what we owe our customers anyway, so it is no project of its own but part
of how we run. Customers who serve themselves are better off and cost less; the portal is the one place where
we grow.

All of it must be paid out of the 23 % that are left for change. The strategy therefore begins with what
breaks, and buys nothing that somebody else runs as well as we do.
"""
SUMMARY = """
Brightwater's IT is known well and runs well enough, but it rests on too few legs: one database under two
critical services, one data line to the control room, and money of which three quarters are spoken for. From
outside come a regulation with a 24 hour duty to report, meters that send 35,000 times more readings, and
customers who would rather not call. We compared three ways and propose to renew the core first.
"""
MISSION = """
We keep the data and systems running on which water and power for 96,000 households depend, and we make it
simple to be our customer.
"""
VISION = """
In three years nobody in the control room thinks of IT, because it is there. A household moves house, pays and
reads its meter in five minutes without calling. Every euro that IT costs is known by whoever causes it.
"""
PERSPECTIVE = """
We are a utility's IT, not a software house: we choose, connect and run, and write software only where nobody
sells it. Supply comes before comfort. We tell the business what a service costs before it asks. We do not run
anything that we could not restore in a night.
"""
POSITION = """
For supply and metering there is no alternative to us: we know the network, and a supplier from outside would
learn it at the expense of our customers. For workplaces, mail and telephony there are many; we buy them and
keep the contract in our hands. For towns around us we can be the one who runs metering, as long as our own
core stands.
"""
PATTERNS = """
- Changes to critical services go through a rehearsal on the second site, never straight into operation.
- Software is bought in versions that its vendor supports for at least three more years.
- Every service has an owner outside IT and a price, even where nobody pays it yet.
- Data leave the house only under contracts that the data protection officer has read.
"""
OBJECTION = (
    "77 % of the money keep things running and no objective touches that. I cannot defend a plan before "
    "the board that only adds."
)
ANSWER = (
    "You are right. O4 and M7 are new: the share that keeps things running goes from 77 % to 72 %, "
    "through contracts and licences that nobody uses, and you own it."
)
