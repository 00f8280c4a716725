"""`regulation-due`: when a regulation takes effect, and whether it applies to the organisation."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from smits_rules.derivation.inputs import Circumstances, InputFacts, newest_versions, stage_of
from smits_rules.vocabulary import Regulation, RegulationDue
from smits_rules.vocabulary.topics import concerns

EU_MEMBERS = frozenset(
    (
        *("AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE"),
        *("IT", "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE"),
    )
)
"""ISO 3166 codes of the member states (since 2020), to which EU acts apply."""
_BINDING = (None, "new", "amendment", "correction", "consolidated", "repeal")
"""Actions of binding acts; proposals and notices do not bind anybody yet."""


def regulations_due(inputs: Iterable[InputFacts], circumstances: Circumstances) -> Iterator[RegulationDue]:
    """The newest text of each regulation: its next date, its age at arrival, and whether it is relevant.

    A later file without dates does not hide known dates of a regulation.
    """
    editions: dict[str, list[tuple[InputFacts, Regulation]]] = defaultdict(list)
    for item in newest_versions(inputs):
        for regulation in item.of(Regulation):
            editions[act_key(regulation)].append((item, regulation))
    for texts in editions.values():
        binding = [text for text in texts if text[1].action in _BINDING]
        dated = [text for text in binding if dates_of(text[1])]
        _, regulation = (dated or binding or texts)[-1]
        received = min(item.received.date() for item, _ in texts)
        due = _next_date(regulation, circumstances.today) if regulation.action in _BINDING else None
        days_until = (due - circumstances.today).days if due else None
        newest = max((*dates_of(regulation), *filter(None, (regulation.published,))), default=received)
        yield RegulationDue(
            title=regulation.title,
            reference=regulation.reference,
            action=regulation.action or "",
            due=due,
            days_until=days_until,
            stage_days=stage_of(days_until),
            announced_ahead=due is not None and received <= due,
            age_days=(received - newest).days,
            relevant=relevant(regulation, circumstances),
            own=f"its jurisdiction {regulation.jurisdiction}" if _binds(regulation, circumstances) else "",
            source=regulation.source,
            sources=(regulation.source,) if regulation.source else (),
            quote=regulation.quote,
            confidence=regulation.confidence,
        )


def act_key(regulation: Regulation) -> str:
    """The identity of an act across texts: its reference or title."""
    return " ".join(regulation.case_subject.casefold().split())


def relevant(regulation: Regulation, circumstances: Circumstances) -> bool:
    """Whether its jurisdiction and topics concern the organisation.

    A regulation without a known jurisdiction is irrelevant, because its reader asks for it. Unknown topics,
    or an organisation without jurisdictions or topics, do not make it irrelevant.
    """
    binds = not circumstances.jurisdictions or _binds(regulation, circumstances)
    return binds and concerns(
        regulation.topics, regulation.title, circumstances.topics, circumstances.topic_words
    )


def _binds(regulation: Regulation, circumstances: Circumstances) -> bool:
    """Whether it applies in one of the organisation's jurisdictions."""
    where = regulation.jurisdiction.upper()
    ours = {code.upper() for code in circumstances.jurisdictions}
    return where in ours or (where == "EU" and bool(ours & EU_MEMBERS))


def dates_of(regulation: Regulation) -> list[dt.date]:
    """The dates of application, or else the date of entry into force.

    Acts of the EU enter into force weeks after their publication, and bind nobody before they apply.
    """
    return [*regulation.applies_from] or [*filter(None, (regulation.effective_date,))]


def _next_date(regulation: Regulation, today: dt.date) -> dt.date | None:
    """The next date on which it or a part of it applies, or else the last past one."""
    dates = dates_of(regulation)
    coming = [date for date in dates if date >= today]
    return min(coming) if coming else max(dates, default=None)
