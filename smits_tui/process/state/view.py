"""The typed view of the folded state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeVar, cast

from smits_rules.vocabulary.periods import end_of, period_key
from smits_rules.vocabulary.understanding import Understanding
from smits_tui.process.entries.entry import JudgedAssumption
from smits_tui.process.measure_feeds import FeedKind, feed_of, in_force, same_name
from smits_tui.process.state.fold import case_key, content_key
from smits_tui.process.state.fold_cycle import version_key
from smits_tui.process.state.model import (
    SEVERITIES,
    Cycle,
    DataT,
    Input,
    InputStatus,
    Judgement,
    Objection,
    Reading,
    Recorded,
    Trigger,
    TriggerStatus,
    Version,
    WrittenSection,
)
from smits_tui.process.state.question import Answer, Question, QuestionStatus, SheetMemory
from smits_tui.process.state.store import StoredDocument, Tables
from smits_tui.process.state.typed_documents import typed, typed_or_none

_Kept = TypeVar("_Kept", Input, Trigger)

_DOUBTFUL: tuple[Understanding, ...] = ("questions", "nothing")
Made = dict[str, tuple[StoredDocument, Any]]
"""Typed inputs and triggers by id, and stated figures, each with the document it was made from."""


class State:
    """The recorded state, now or on a past day; read-only."""

    def __init__(self, tables: Tables, today: dt.date, made: Made | None = None) -> None:
        """Create a view of folded tables.

        Args:
            tables: the folded entries.
            today: the current date; deferred triggers are open again from `until` on.
            made: the typed objects of an earlier view of the same tables, reused where nothing changed.
        """
        self._tables = tables
        self.today = today
        self._made: Made = {} if made is None else made

    @property
    def organisation(self) -> str:
        """Name of the organisation."""
        return str((self._tables.get("meta", "workspace") or {}).get("organisation", ""))

    @property
    def began(self) -> dt.date | None:
        """The date on which the record begins; None while it is empty."""
        stamp = (self._tables.get("meta", "workspace") or {}).get("began")
        return dt.datetime.fromisoformat(stamp).date() if stamp else None

    @property
    def pack(self) -> str | None:
        """Hash of the rules that were last recorded as in force."""
        return (self._tables.get("meta", "rules") or {}).get("pack")

    @property
    def judgement(self) -> Judgement | None:
        """The last judgement of the rules; None if there was none."""
        stored = self._tables.get("meta", "rules") or {}
        if not stored.get("judged_by"):
            return None
        day = stored.get("day")
        return Judgement(
            pack=stored["judged_by"],
            seen=stored.get("seen") or 0,
            day=dt.date.fromisoformat(day) if day else None,
            settings=stored.get("settings") or "",
        )

    @property
    def facts_changed(self) -> int:
        """The newest entry that may change the result of the rules; 0 if there is none."""
        return int((self._tables.get("meta", "rules") or {}).get("changed", 0))

    def assumptions(self) -> tuple[JudgedAssumption, ...]:
        """The assumptions that can be compared with facts, as last judged."""
        judged = (self._tables.get("meta", "assumptions") or {}).get("judged", ())
        return tuple(JudgedAssumption.model_validate(data) for data in judged)

    def assumption(self, text: str) -> JudgedAssumption | None:
        """One of them by its text; None if no fact decides it."""
        return next((assumption for assumption in self.assumptions() if assumption.text == text), None)

    def sheet_memory(self, kind: str, headers: Collection[str]) -> SheetMemory:
        """What people said of a table of records with these headers; blank where nothing is remembered.

        Args:
            kind: of record.
            headers: of the table, in lower case. A table counts as alike with half of them or more.
        """
        tables = (self._tables.get("meta", "sheets") or {}).get(kind, ())
        alike = [
            table
            for table in tables
            if 2 * len(set(table["headers"]) & set(headers)) >= len(table["headers"])
        ]
        best = max(alike, key=lambda table: len(set(table["headers"]) & set(headers)), default=None)
        return SheetMemory(dict(best["columns"]), dict(best["answers"])) if best else SheetMemory({}, {})

    @property
    def baseline(self) -> int | None:
        """The last entry whose inputs are part of the agreed strategy, if there is one."""
        return (self._tables.get("meta", "agreed") or {}).get("baseline")

    @property
    def plan_agreed(self) -> int | None:
        """The entry that approved the strategy plan in force, if there is one.

        Later facts are compared with those known at that entry, even while the cycle of that plan continues.
        """
        approved = [version for version in self.versions_of("strategy-plan") if version.approved_at]
        return approved[-1].approved_seq or approved[-1].seq if approved else self.baseline

    @property
    def next_review(self) -> dt.date | None:
        """The date of the next review, set by the last cycle."""
        stamp = (self._tables.get("meta", "agreed") or {}).get("next_review")
        return dt.date.fromisoformat(stamp) if stamp else None

    def next_id(self, table: str) -> int:
        """The number of the next record of a table, from 1."""
        return int((self._tables.get("meta", "counts") or {}).get(table, 0)) + 1

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
            counting = (item for item in self.inputs() if item.counts)
            count = sum(any(fact.get("fact") == fact_type for fact in item.facts) for item in counting)
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

    def triggers(self, status: TriggerStatus | None = None) -> list[Trigger]:
        """The triggers (of a status), the most severe first, then the newest."""
        if status in ("accepted", "dismissed"):
            chosen = [
                self._kept(Trigger, document) for document in self._tables.find("triggers", "status", status)
            ]
            chosen.sort(key=lambda trigger: int(trigger.id.removeprefix("T")))
        else:
            all_triggers = (
                self._on_today(self._kept(Trigger, document)) for document in self._tables.all("triggers")
            )
            chosen = [trigger for trigger in all_triggers if status is None or trigger.status == status]
        chosen.sort(key=lambda trigger: trigger.raised_at, reverse=True)
        chosen.sort(key=lambda trigger: SEVERITIES.index(trigger.severity))
        return chosen

    def put_off(self) -> Iterator[Trigger]:
        """The deferred triggers, including those that are due again."""
        return (
            self._kept(Trigger, document) for document in self._tables.find("triggers", "status", "deferred")
        )

    def trigger(self, identifier: str) -> Trigger | None:
        """One trigger by its id."""
        document = self._tables.get("triggers", identifier)
        return self._on_today(self._kept(Trigger, document)) if document else None

    def case(self, rule: str, subject: str) -> Trigger | None:
        """The latest trigger of a rule and subject."""
        stored = self._tables.get("cases", case_key(rule, subject))
        return self.trigger(stored["trigger"]) if stored else None

    def cycle(self) -> Cycle | None:
        """The open cycle."""
        under_way = list(self._tables.find("cycles", "status", "open"))
        return typed(Cycle, under_way[-1]) if under_way else None

    def cycles(self) -> list[Cycle]:
        """All cycles, the oldest first."""
        return [typed(Cycle, document) for document in self._tables.all("cycles")]

    def records(self, model: type[DataT], *, retired: bool = False) -> list[Recorded[DataT]]:
        """The records of a kind, the oldest first; optionally including retired ones."""
        listed = [
            self._recorded(model, document) for document in self._tables.find("records", "kind", model.kind)
        ]
        return [document for document in listed if retired or not document.data.retired]

    def record_of(self, model: type[DataT], identifier: str) -> Recorded[DataT] | None:
        """One record of a kind by its id."""
        document = self._tables.get("records", identifier)
        return self._recorded(model, document) if document and document["kind"] == model.kind else None

    def sections(self, deliverable: str) -> list[WrittenSection]:
        """The sections of a document that were written or confirmed, in order."""
        documents = self._tables.find("sections", "deliverable", deliverable)
        return sorted(
            (typed(WrittenSection, document) for document in documents), key=lambda document: document.order
        )

    def section(self, path: str) -> WrittenSection | None:
        """One section, e.g. `strategy-plan/patterns`."""
        return typed_or_none(WrittenSection, self._tables.get("sections", path))

    def waiver(self, claim: str) -> str | None:
        """Why a claim may remain without a source; None if it may not."""
        stored = self._tables.get("waivers", claim)
        return str(stored["reason"]) if stored else None

    def versions_of(self, deliverable: str) -> list[Version]:
        """The submitted versions of a document, the oldest first."""
        count = self.next_id(f"versions of {deliverable}")
        keys = (version_key(deliverable, number) for number in range(1, count))
        return [
            version_found
            for key in keys
            if (version_found := typed_or_none(Version, self._tables.get("versions", key)))
        ]

    def agreement(self, stakeholder: str) -> dict[str, str]:
        """The content that a stakeholder agreed to: section path -> fingerprint."""
        agreed = (self._tables.get("agreements", stakeholder) or {}).get("to", {})
        return {path: str(agreement["fingerprint"]) for path, agreement in agreed.items()}

    def agreed_at(self, stakeholder: str, paths: Iterable[str]) -> dt.datetime | None:
        """When a stakeholder agreed to the last of some sections; None without agreement."""
        agreed = (self._tables.get("agreements", stakeholder) or {}).get("to", {})
        stamps = [dt.datetime.fromisoformat(agreed[path]["at"]) for path in paths if path in agreed]
        return max(stamps, default=None)

    def stakeholders_who_agreed(self) -> list[str]:
        """All people who ever agreed to something."""
        return [str(document["stakeholder"]) for document in self._tables.all("agreements")]

    def objections(self, deliverable: str | None = None) -> list[Objection]:
        """The objections (to a document), the oldest first."""
        listed = [typed(Objection, document) for document in self._tables.all("objections")]
        return [document for document in listed if deliverable in (None, document.deliverable)]

    def delegate(self, stakeholder: str) -> str | None:
        """Who may currently agree on a stakeholder's behalf."""
        stored = self._tables.get("delegates", stakeholder)
        if not stored or not stored["delegate"] or dt.date.fromisoformat(stored["until"]) < self.today:
            return None
        return str(stored["delegate"])

    def waiting(self) -> list[Trigger]:
        """Current triggers that were accepted for a cycle that is not open yet."""
        numbers = {cycle.number for cycle in self.cycles()}
        return [t for t in self.triggers("accepted") if t.holds and t.cycle and t.cycle not in numbers]

    def _kept(self, kind: type[_Kept], document: StoredDocument) -> _Kept:
        """The typed object of a document, cached: a changed document is a new object."""
        cached = self._made.get(document["id"])
        if cached is None or cached[0] is not document:
            cached = self._made[document["id"]] = document, typed(kind, document)
        return cast("_Kept", cached[1])

    def _recorded(self, model: type[DataT], document: StoredDocument) -> Recorded[DataT]:
        return Recorded(
            data=model.model_validate(document["data"]),
            made_at=dt.datetime.fromisoformat(document["made_at"]),
            set_at=dt.datetime.fromisoformat(document["set_at"]),
            set_by=document["set_by"],
            cycle=document["cycle"],
            readings=self._readings(document),
        )

    def _readings(self, document: StoredDocument) -> tuple[Reading, ...]:
        """The readings of a measure: recorded by people, and for other periods stated by inputs."""
        recorded = [typed(Reading, document_reading) for document_reading in document["readings"]]
        feed = feed_of(document["data"].get("feed") or "")
        if feed is None:
            return _by_period(recorded)
        taken = {period_key(reading.period) for reading in recorded}
        stated = (
            document_reading
            for document_reading in self._fed(*feed)
            if period_key(document_reading.period) not in taken
        )
        return _by_period([*recorded, *stated])

    def _fed(self, kind: FeedKind, name: str) -> list[Reading]:
        """A figure stated by inputs, one reading per period; the newest input counts."""
        return [reading for figure, reading in self.stated_figures(kind) if same_name(figure, name)]

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
                reading = Reading(period, figure.value, f"from {item.path}", item.received_at, item.by)
                by_period[figure.name.casefold(), period_key(period)] = figure.name, reading
        figures = list(by_period.values())
        self._made[f"figures {kind.name}"] = mark, figures
        return figures

    def _on_today(self, trigger: Trigger) -> Trigger:
        if trigger.status not in ("open", "deferred"):
            return trigger
        if not trigger.holds:
            return replace(trigger, status="lapsed")
        over = trigger.until is not None and trigger.until <= self.today
        return replace(trigger, status="open") if trigger.status == "deferred" and over else trigger


def _by_period(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """Readings by the end of their period, or by recording time if the period is not understood."""
    return tuple(sorted(readings, key=lambda reading: end_of(reading.period) or reading.at.date()))
