"""`regulation-due`: when a regulation binds, and whether it is the organisation's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from smits_rules.derivation.inputs import Circumstances, InputFacts
from smits_rules.vocabulary import Regulation, RegulationDue

EU_MEMBERS = frozenset(
    (
        *("AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE"),
        *("IT", "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE"),
    )
)
"""ISO 3166 codes of the member states (since 2020); what binds the EU binds them."""
_BINDING = (None, "new", "amendment", "correction", "consolidated", "repeal")


def regulations_due(inputs: Iterable[InputFacts], circumstances: Circumstances) -> Iterator[RegulationDue]:
    """The next date of the newest text of each regulation; proposals and notices bind nobody yet."""
    newest: dict[str, Regulation] = {}
    for item in sorted(inputs, key=lambda item: item.order):
        for regulation in item.of(Regulation):
            if regulation.action in _BINDING:
                newest[regulation.case_subject.casefold()] = regulation
    for regulation in newest.values():
        due = _next_date(regulation, circumstances.today)
        yield RegulationDue(
            title=regulation.title,
            reference=regulation.reference,
            action=regulation.action or "",
            due=due,
            days_until=(due - circumstances.today).days if due else None,
            relevant=relevant(regulation, circumstances),
            source=regulation.source,
            sources=(regulation.source,) if regulation.source else (),
            quote=regulation.quote,
            confidence=regulation.confidence,
        )


def relevant(regulation: Regulation, circumstances: Circumstances) -> bool:
    """Whether jurisdiction and topics are the organisation's; what is not said speaks for it."""
    where = regulation.jurisdiction.upper()
    ours = {code.upper() for code in circumstances.jurisdictions}
    binds = not where or not ours or where in ours or (where == "EU" and bool(ours & EU_MEMBERS))
    told = {topic.casefold() for topic in regulation.topics}
    wanted = {topic.casefold() for topic in circumstances.topics}
    return binds and (not told or not wanted or bool(told & wanted))


def _next_date(regulation: Regulation, today: dt.date) -> dt.date | None:
    """The first date to come on which it enters into force or applies, or else the last one past."""
    dates = [*regulation.applies_from]
    if regulation.effective_date:
        dates.append(regulation.effective_date)
    coming = [date for date in dates if date >= today]
    return min(coming) if coming else max(dates, default=None)
