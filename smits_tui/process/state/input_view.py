"""The inputs in the state, and the questions about them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import cast

from smits_rules.vocabulary.kinds.sidecars import SIDECAR
from smits_rules.vocabulary.periods import period_key
from smits_rules.vocabulary.understanding import Understanding
from smits_tui.process.measure_feeds import FeedKind, in_force
from smits_tui.process.state.folds.inputs import content_key
from smits_tui.process.state.model import Input, InputStatus
from smits_tui.process.state.question import Answer, Question, QuestionStatus
from smits_tui.process.state.strategy_model import Reading
from smits_tui.process.state.table_view import TableView
from smits_tui.process.state.typed_documents import typed, typed_or_none

_DOUBTFUL: tuple[Understanding, ...] = ("questions", "nothing")


class InputView(TableView):
    """The inputs, their questions and answers."""

    def inputs(self) -> list[Input]:
        """All versions of all inputs, in order of arrival."""
        return [self._kept(Input, document) for document in self._tables.all("inputs")]

    def inputs_of(self, kinds: Collection[str]) -> Iterator[Input]:
        """All versions of the inputs of some kinds, in order of arrival."""
        documents = (document for kind in kinds for document in self._tables.find("inputs", "kind", kind))
        return (
            self._kept(Input, document)
            for document in sorted(documents, key=lambda document: int(document["seq"]))
        )

    def last_of(self, kind: str) -> Input | None:
        """The last input of a kind; one whose kind was changed later counts from then on."""
        document = self._tables.last("inputs", "kind", kind)
        return self._kept(Input, document) if document else None

    def inputs_changed(self, since: int) -> tuple[int, list[Input]]:
        """The inputs changed since a count, in order of arrival, and the current count.

        Args:
            since: a count returned earlier for a state of the same record; 0 returns all inputs.
        """
        count, keys = self._tables.changed("inputs", since)
        return count, sorted(filter(None, map(self.input, keys)), key=lambda item: item.seq)

    def arrivals(self) -> Iterator[tuple[str, InputStatus, str]]:
        """Kind, status and timestamp of all inputs, in order of arrival; fast enough for very many."""
        for document in self._tables.all("inputs"):
            yield document["kind"], document["status"], document["received_at"]

    def input_paths(self) -> Iterator[tuple[str, str, str]]:
        """Kind, id and path of all inputs, in order of arrival; fast enough for very many."""
        for document in self._tables.all("inputs"):
            yield document["kind"], document["id"], document["path"]

    def input(self, identifier: str) -> Input | None:
        """One input by its id."""
        document = self._tables.get("inputs", identifier)
        return self._kept(Input, document) if document else None

    def inputs_with(self, status: InputStatus) -> Iterator[Input]:
        """The inputs with a status, in the order in which they got it."""
        return (self._kept(Input, document) for document in self._tables.find("inputs", "status", status))

    def inputs_in_doubt(self) -> list[Input]:
        """The inputs that were read but not, or not completely, understood, in order of arrival."""
        documents = (
            document for how in _DOUBTFUL for document in self._tables.find("inputs", "understood", how)
        )
        doubtful = (self._kept(Input, document) for document in documents if document["status"] == "read")
        return sorted((item for item in doubtful if item.is_in_doubt), key=lambda item: item.seq)

    def has_facts(self, kind: str) -> bool:
        """Whether an input of a kind counts and states facts."""
        documents = self._tables.find("inputs", "kind", kind)
        return any(self._kept(Input, document).counts for document in documents if document["facts"])

    def count_stating(self, fact_type: str) -> int:
        """The number of inputs that count and state a fact of a type; counted again once facts changed."""
        mark = self._tables.get("meta", "rules") or {}
        made = self._made.get(f"stating {fact_type}")
        if made is None or made[0] is not mark:
            stating = (
                document  # typed only where it matters: most inputs of a large record state other facts
                for document in self._tables.all("inputs")
                if any(fact.get("fact") == fact_type for fact in document["facts"])
            )
            count = sum(self._kept(Input, document).counts for document in stating)
            made = self._made[f"stating {fact_type}"] = mark, count
        return cast("int", made[1])

    def parts_of(self, identifier: str) -> Iterator[Input]:
        """All versions of the inputs directly contained in an input."""
        return (
            self._kept(Input, document) for document in self._tables.find("inputs", "part_of", identifier)
        )

    def questions(self, status: QuestionStatus | None = "open", of: str | None = None) -> list[Question]:
        """The questions, the oldest first.

        Args:
            status: only questions with this status; None returns all.
            of: the id of an input; None returns those of all inputs.
        """
        asked = self._tables.find("questions", "input", of) if of else self._tables.all("questions")
        return [typed(Question, document) for document in asked if status in (None, document["status"])]

    def question(self, identifier: str) -> Question | None:
        """One question by its id."""
        return typed_or_none(Question, self._tables.get("questions", identifier))

    def answers(self, *, all_of_them: bool = False) -> list[Answer]:
        """The answers in force, the oldest first; optionally all answers ever given."""
        all_answers = [typed(Answer, document) for document in self._tables.all("answers")]
        return [answer for answer in all_answers if all_of_them or answer.status == "in force"]

    def answer(self, identifier: str) -> Answer | None:
        """One answer by its id."""
        return typed_or_none(Answer, self._tables.get("answers", identifier))

    def newest(self, path: str) -> Input | None:
        """The newest version recorded under a path below inputs/."""
        stored = self._tables.get("paths", path)
        return self.input(stored["newest"]) if stored else None

    def sidecar_of(self, item: Input) -> Input | None:
        """The sidecar that states facts of an input; None if there is none in its folder."""
        sidecar = self.newest(f"{item.path}{SIDECAR}") if item.part_of is None else None
        if sidecar is None or sidecar.status != "sidecar":
            return None
        return sidecar if sidecar.gone_at is None and sidecar.withdrawn is None else None

    def is_newest(self, path: str, sha256: str) -> bool:
        """Whether this content is the newest version recorded under this path."""
        newest = self.newest(path)
        return newest is not None and newest.sha256 == sha256

    def versions(self, path: str) -> int:
        """The number of versions under a path; content that returned counts again."""
        stored = self._tables.get("paths", path)
        return int(stored["versions"]) if stored else 0

    def original_of(self, kind: str, path: str, sha256: str) -> str | None:
        """The id of the input of a kind with this content under another path; None if there is none.

        Withdrawn inputs don't count, because their facts are not in force.
        """
        stored = self._tables.get("contents", content_key(kind, sha256)) or {}
        others = [other for held_at, other in stored.get("holders", {}).items() if held_at != path]
        inputs = (self.input(str(other)) for other in others)
        return next((item.id for item in inputs if item and not item.withdrawn), None)

    def stated_figures(self, kind: FeedKind) -> list[tuple[str, Reading]]:
        """The figures of a kind stated by inputs in force, by name; one per period."""
        mark = self._tables.get("meta", "rules") or {}
        made = self._made.get(f"figures {kind.name}")
        if made is not None and made[0] is mark:
            return cast("list[tuple[str, Reading]]", made[1])
        by_period: dict[tuple[str, str], tuple[str, Reading]] = {}
        for item in in_force(self.inputs_of(kind.inputs)):
            for figure in kind.figures(item.facts):
                period = figure.period or item.received_at.date().isoformat()
                source = figure.source or item.path
                reading = Reading(
                    period, figure.value, f"from {item.path}", item.received_at, item.by, source
                )
                by_period[figure.name.casefold(), period_key(period)] = figure.name, reading
        figures = list(by_period.values())
        self._made[f"figures {kind.name}"] = mark, figures
        return figures
