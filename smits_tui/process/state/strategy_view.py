"""The strategy in the state: cycles, records, sections, versions and agreement to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from smits_rules.vocabulary.periods import end_of, period_key
from smits_tui.process.measure_feeds import FeedKind, feed_of, same_name
from smits_tui.process.state.folds.cycle import version_key
from smits_tui.process.state.input_view import InputView
from smits_tui.process.state.store import StoredDocument
from smits_tui.process.state.strategy_model import (
    Comment,
    Cycle,
    DataT,
    Objection,
    Reading,
    Recorded,
    Version,
    WrittenSection,
)
from smits_tui.process.state.typed_documents import typed, typed_or_none


class StrategyView(InputView):
    """The cycles, what people write down, and what they agree to."""

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

    def comments(self, deliverable: str | None = None) -> list[Comment]:
        """The comments (on a document) that were not withdrawn, the oldest first."""
        listed = [typed(Comment, document) for document in self._tables.all("comments")]
        return [
            comment
            for comment in listed
            if comment.status != "withdrawn" and deliverable in (None, comment.deliverable)
        ]

    def comment(self, identifier: str) -> Comment | None:
        """One comment by its id, e.g. K1, also a withdrawn one."""
        return typed_or_none(Comment, self._tables.get("comments", identifier))

    def delegate(self, stakeholder: str) -> str | None:
        """Who may currently agree on a stakeholder's behalf."""
        stored = self._tables.get("delegates", stakeholder)
        if not stored or not stored["delegate"] or dt.date.fromisoformat(stored["until"]) < self.today:
            return None
        return str(stored["delegate"])

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


def _by_period(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """Readings by the end of their period, or by recording time if the period is not understood."""
    return tuple(sorted(readings, key=lambda reading: end_of(reading.period) or reading.at.date()))
