"""`opportunity-due` and `opportunity-catalogue`: opportunities, and files that list many of them.

Values are in the organisation's currency.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from smits_rules.derivation.equivalence.file_versions import bare_name
from smits_rules.derivation.inputs import Circumstances, InputFacts, newest_versions, sources_of
from smits_rules.derivation.markets import own_currency
from smits_rules.vocabulary import Opportunity, OpportunityCatalogue, OpportunityDue

CATALOGUE = 20
"""With this many opportunities, a file is a catalogue to choose from.

A board decides on a handful of its own at a time; lists of calls and grants have dozens to thousands. A
low bound costs little: the list is then a single trigger, which names the largest.
"""


@dataclass(frozen=True, slots=True)
class _Newest:
    """The state of an opportunity in the newest file that names it."""

    item: InputFacts
    opportunity: Opportunity

    def is_decided(self) -> bool:
        """Whether its date had passed when it arrived."""
        by = self.opportunity.decide_by
        return by is not None and by < self.item.received.date()


def opportunities(
    inputs: Iterable[InputFacts], circumstances: Circumstances
) -> Iterator[OpportunityDue | OpportunityCatalogue]:
    """Each opportunity with a title, as stated in its newest file, and each file that lists many.

    An amount without a currency is in the organisation's; one in another currency is not compared with
    limits.

    Args:
        inputs: the inputs related by opportunities.
        circumstances: the organisation's currency.
    """
    own = own_currency(circumstances)
    newest: dict[str, _Newest] = {}
    for item in newest_versions(inputs):
        for opportunity in item.of(Opportunity):
            if opportunity.title:
                newest[title_key(opportunity)] = _Newest(item, opportunity)
    by_file: dict[str, list[_Newest]] = defaultdict(list)
    for entry in newest.values():
        by_file[entry.item.path].append(entry)
    for entries in by_file.values():
        is_catalogue = len(entries) >= CATALOGUE
        due = [_due(entry, own, in_catalogue=is_catalogue) for entry in entries]
        yield from due
        if is_catalogue:
            yield from _catalogue([opportunity for opportunity in due if not opportunity.decided])


def opportunity_links(item: InputFacts) -> Iterator[str]:
    """The links of an input to others about the same opportunities: their comparable titles."""
    return (title_key(opportunity) for opportunity in item.of(Opportunity) if opportunity.title)


def title_key(opportunity: Opportunity) -> str:
    """A title in comparable form."""
    return " ".join(opportunity.title.casefold().split())


def _due(entry: _Newest, own: str, *, in_catalogue: bool) -> OpportunityDue:
    opportunity = entry.opportunity
    comparable = not opportunity.currency or not own or opportunity.currency == own
    return OpportunityDue(
        title=opportunity.title,
        kind=opportunity.kind,
        value=opportunity.value if comparable else None,
        currency=opportunity.currency or own or None,
        decide_by=opportunity.decide_by,
        decided=entry.is_decided(),
        listed_in=bare_name(entry.item.path),
        in_catalogue=in_catalogue,
        source=opportunity.source,
        sources=(opportunity.source,) if opportunity.source else (),
        quote=opportunity.quote,
        confidence=opportunity.confidence,
    )


def _catalogue(waiting: Sequence[OpportunityDue]) -> Iterator[OpportunityCatalogue]:
    """One fact that summarises a long list; none if all of it is decided."""
    valued = [opportunity for opportunity in waiting if opportunity.value is not None]
    largest = max(valued, key=lambda opportunity: (opportunity.value or 0, opportunity.title), default=None)
    if largest is None:
        return
    yield OpportunityCatalogue(
        listed_in=largest.listed_in,
        count=len(waiting),
        largest=largest.value,
        currency=largest.currency,
        largest_title=largest.title,
        source=largest.source,
        sources=sources_of((largest,)),
        quote=largest.quote,
        confidence=largest.confidence,
    )
