"""Groups of inputs that are derived separately, so that a new input affects only its own groups."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from smits_rules.derivation.inputs import Circumstances, InputFacts
from smits_rules.vocabulary import Fact, Service


@dataclass(frozen=True, slots=True)
class Around:
    """The context of a derivation besides the inputs of the group."""

    circumstances: Circumstances
    services: Sequence[Service] = ()
    """Of the portfolio in force."""


Group = Hashable
Split = Callable[[InputFacts, Around], Mapping[Group, Sequence[Fact]]]
"""The groups of an input, each with its facts that count there."""
Links = Callable[[InputFacts], Iterable[Hashable]]
"""The links of an input: two inputs with a common link are related."""


class Family(Protocol):
    """Derives facts of one kind, group by group."""

    name: str
    of_newest: bool
    """Whether only the newest version of each file counts."""
    rests_on_services: bool

    def put(self, identifier: str, item: InputFacts | None, around: Around) -> None:
        """Replace an input; None removes it."""

    def renew(self, around: Around) -> None:
        """Mark all groups to be derived again, because the date, a setting or the portfolio changed."""

    def derive(self, around: Around) -> Iterator[tuple[Group, int, list[Fact]]]:
        """The changed groups, each with the order of its newest input and its remaining facts."""


class SplitFamily:
    """A family whose groups are named by facts; an input may be in several."""

    def __init__(
        self,
        name: str,
        split: Split,
        derive: Callable[[Group, Sequence[InputFacts], Around], Iterable[Fact]],
        *,
        of_newest: bool = True,
        rests_on_services: bool = False,
        rests_on_freshness: bool = False,
    ) -> None:
        """Define how inputs are split and what is derived from a group."""
        self.name, self.of_newest, self.rests_on_services = name, of_newest, rests_on_services
        self._split, self._derive, self._by_freshness = split, derive, rests_on_freshness
        self._items: dict[str, tuple[InputFacts, frozenset[Group]]] = {}
        self._groups: dict[Group, dict[str, InputFacts]] = {}
        self._changed: dict[Group, None] = {}

    def put(self, identifier: str, item: InputFacts | None, around: Around) -> None:
        """See `Family.put`."""
        previous, before = self._items.pop(identifier, (None, frozenset[Group]()))
        parts: Mapping[Group, Sequence[Fact]] = {}
        if item is not None:
            parts = self._split(item, around)
            for group, facts in parts.items():
                self._groups.setdefault(group, {})[identifier] = replace(item, facts=tuple(facts))
            if parts:
                self._items[identifier] = item, frozenset(parts)
        for group in before - parts.keys():
            del self._groups[group][identifier]
        if not _is_same(previous, item, by_freshness=self._by_freshness):
            self._changed.update(dict.fromkeys((*before, *parts)))

    def renew(self, around: Around) -> None:
        """See `Family.renew`."""
        for identifier, (item, _) in list(self._items.items()):
            self.put(identifier, None, around)
            self.put(identifier, item, around)
        self._changed.update(dict.fromkeys(self._groups))

    def derive(self, around: Around) -> Iterator[tuple[Group, int, list[Fact]]]:
        """See `Family.derive`."""
        changed, self._changed = self._changed, {}
        for group in changed:
            items = sorted(self._groups.get(group, {}).values(), key=lambda item: item.order)
            if not items:
                self._groups.pop(group, None)
            yield (
                group,
                items[-1].order if items else 0,
                list(self._derive(group, items, around)) if items else [],
            )


class LinkedFamily:
    """A family whose groups are inputs related by links, directly or indirectly."""

    def __init__(
        self,
        name: str,
        links: Links,
        derive: Callable[[Sequence[InputFacts], Around], Iterable[Fact]],
        *,
        rests_on_services: bool = False,
    ) -> None:
        """Define the links and what is derived from a group."""
        self.name, self.of_newest, self.rests_on_services = name, True, rests_on_services
        self._links, self._derive = links, derive
        self._items: dict[str, tuple[InputFacts, tuple[Hashable, ...]]] = {}
        self._holders: dict[Hashable, dict[str, None]] = {}
        self._group_of: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._changed: dict[str, None] = {}
        self._over: dict[str, None] = {}

    def put(self, identifier: str, item: InputFacts | None, _: Around) -> None:
        """See `Family.put`."""
        previous, before = self._items.pop(identifier, (None, ()))
        links = tuple(dict.fromkeys(self._links(item))) if item is not None else ()
        if item is not None and links:
            self._items[identifier] = item, links
        if _is_same(previous, item, by_freshness=False):
            return
        for link in before:
            self._holders[link].pop(identifier, None)
        self._forget(self._group_of.get(identifier))
        for link in links:
            for other in self._holders.setdefault(link, {}):
                self._forget(self._group_of.get(other))
            self._holders[link][identifier] = None
        if links:
            self._changed[identifier] = None

    def renew(self, _: Around) -> None:
        """See `Family.renew`."""
        self._changed.update(dict.fromkeys(self._items))
        for group in list(self._members):
            self._forget(group)

    def derive(self, around: Around) -> Iterator[tuple[Group, int, list[Fact]]]:
        """See `Family.derive`."""
        changed, self._changed = self._changed, {}
        over, self._over = self._over, {}
        groups: dict[str, tuple[int, list[Fact]]] = {group: (0, []) for group in over}
        for identifier in changed:
            if identifier in self._items and identifier not in self._group_of:
                related = self._related(identifier)
                items = sorted((self._items[name][0] for name in related), key=lambda item: item.order)
                group = items[0].id
                self._members[group] = related
                self._group_of.update(dict.fromkeys(related, group))
                groups[group] = items[-1].order, list(self._derive(items, around))
        yield from ((group, order, facts) for group, (order, facts) in groups.items())

    def _forget(self, group: str | None) -> None:
        for identifier in self._members.pop(group, ()) if group is not None else ():
            del self._group_of[identifier]
            self._changed[identifier] = None
        if group is not None:
            self._over[group] = None

    def _related(self, identifier: str) -> list[str]:
        related, waiting = {identifier: None}, [identifier]
        followed: set[Hashable] = set()
        while waiting:
            for link in self._items[waiting.pop()][1]:
                if link not in followed:
                    followed.add(link)
                    new = [other for other in self._holders[link] if other not in related]
                    related.update(dict.fromkeys(new))
                    waiting += new
        return list(related)


def _is_same(previous: InputFacts | None, item: InputFacts | None, *, by_freshness: bool) -> bool:
    """Whether an input is unchanged."""
    if previous is None or item is None:
        return previous is item
    same = previous.facts is item.facts and (previous.path, previous.order) == (item.path, item.order)
    return same and (previous.fresh == item.fresh or not by_freshness)
