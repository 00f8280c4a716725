"""The typed view of the folded state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import replace

from smits_tui.process.entries.judged_assumption import JudgedAssumption
from smits_tui.process.state.folds.triggers import case_key
from smits_tui.process.state.model import (
    SEVERITIES,
    Judgement,
    RecordedSettings,
    RulesInForce,
    Trigger,
    TriggerStatus,
)
from smits_tui.process.state.question import SheetMemory
from smits_tui.process.state.strategy_view import StrategyView


class State(StrategyView):
    """The recorded state, now or on a past day; read-only."""

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
    def rules_in_force(self) -> RulesInForce | None:
        """The rules that were last recorded as in force; None if none were."""
        stored = self._tables.get("meta", "rules") or {}
        if not stored.get("pack"):
            return None
        at = dt.datetime.fromisoformat(stored["at"])
        return RulesInForce(stored["pack"], at, stored["by"], dict(stored["limits"]))

    @property
    def settings(self) -> RecordedSettings | None:
        """The settings that were last recorded; None if none were."""
        stored = self._tables.get("meta", "workspace") or {}
        if not stored.get("settings"):
            return None
        return RecordedSettings(
            dict(stored["settings"]), dt.datetime.fromisoformat(stored["at"]), stored["by"]
        )

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

    def waiting(self) -> list[Trigger]:
        """Current triggers that were accepted for a cycle that is not open yet."""
        numbers = {cycle.number for cycle in self.cycles()}
        return [t for t in self.triggers("accepted") if t.holds and t.cycle and t.cycle not in numbers]

    def _on_today(self, trigger: Trigger) -> Trigger:
        if trigger.status not in ("open", "deferred"):
            return trigger
        if not trigger.holds:
            return replace(trigger, status="lapsed")
        over = trigger.until is not None and trigger.until <= self.today
        return replace(trigger, status="open") if trigger.status == "deferred" and over else trigger
