"""`opportunity-due`: opportunities with their value in the organisation's currency.

And when they are decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from smits_rules.derivation.equivalence.file_versions import bare_name
from smits_rules.derivation.inputs import Circumstances, InputFacts, newest_versions
from smits_rules.derivation.markets import own_currency
from smits_rules.vocabulary import Opportunity, OpportunityDue


def opportunities(inputs: Iterable[InputFacts], circumstances: Circumstances) -> Iterator[OpportunityDue]:
    """One for each opportunity with a title, as the newest file on it says.

    An amount without a currency is in the organisation's; one in another currency is not compared with
    limits.
    """
    own = own_currency(circumstances)
    newest: dict[str, tuple[InputFacts, Opportunity]] = {}
    for item in newest_versions(inputs):
        for opportunity in item.of(Opportunity):
            if opportunity.title:
                newest[title_key(opportunity)] = item, opportunity
    for item, opportunity in newest.values():
        comparable = not opportunity.currency or not own or opportunity.currency == own
        over = opportunity.decide_by is not None and opportunity.decide_by < item.received.date()
        yield OpportunityDue(
            title=opportunity.title,
            kind=opportunity.kind,
            value=opportunity.value if comparable else None,
            currency=opportunity.currency or own or None,
            decide_by=opportunity.decide_by,
            decided=over,
            listed_in=bare_name(item.path),
            source=opportunity.source,
            sources=(opportunity.source,) if opportunity.source else (),
            quote=opportunity.quote,
            confidence=opportunity.confidence,
        )


def title_key(opportunity: Opportunity) -> str:
    """A title as it is compared."""
    return " ".join(opportunity.title.casefold().split())
