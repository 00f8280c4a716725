"""Making a workspace out of what somebody answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from smits_tui.actions.session import open_record, record_settings
from smits_tui.actions.setup.answers import (
    AnswerRefused,
    days_of,
    organisation_of,
    stakeholder_of,
    topics_of,
    whole_of,
)
from smits_tui.actions.setup.limits import LIMIT, limit_of, limit_said, shipped_limits
from smits_tui.actions.setup.location import countries, folder_of, home_short, jurisdictions_of
from smits_tui.actions.setup.questions import EXPECT
from smits_tui.settings import EXPECTED_DAYS, MOST_REVIEW_MONTHS, REVIEW_MONTHS, Stakeholder
from smits_tui.workspace import Workspace, make_workspace

REASON = "set when the workspace was made"
"""Why a limit differs from the shipped one, as the record says it."""


@dataclass(frozen=True, slots=True)
class Founding:
    """What a new workspace will hold."""

    folder: Path
    organisation: str
    jurisdictions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    stakeholders: tuple[Stakeholder, ...] = ()
    review_every_months: int = REVIEW_MONTHS
    expected_days: Mapping[str, int] = field(default_factory=lambda: dict(EXPECTED_DAYS))
    limits: Mapping[str, float] = field(default_factory=dict)
    """Only those that differ from the shipped ones."""


def founding_of(answers: Mapping[str, str], people: Sequence[Stakeholder] = ()) -> Founding:
    """What the answers make.

    Args:
        answers: key of the question -> what was written; what is missing stays as it is shipped.
        people: who must agree.

    Raises:
        AnswerRefused: an answer can't be used, or a limit or an input kind is unknown.
    """
    days = {
        key.removeprefix(EXPECT): days_of(text) for key, text in answers.items() if key.startswith(EXPECT)
    }
    limits = {key.removeprefix(LIMIT): text for key, text in answers.items() if key.startswith(LIMIT)}
    months = answers.get("review", str(REVIEW_MONTHS))
    return Founding(
        folder=folder_of(answers.get("folder", "")),
        organisation=organisation_of(answers.get("organisation", "")),
        jurisdictions=jurisdictions_of(answers.get("jurisdictions", "")),
        topics=topics_of(answers.get("topics", "")),
        stakeholders=tuple(people),
        review_every_months=whole_of(months, "months", 1, MOST_REVIEW_MONTHS),
        expected_days={kind: count for kind, count in ({**EXPECTED_DAYS, **_known(days)}).items() if count},
        limits=_changed(limits) if limits else {},
    )


def stakeholders_of(told: Iterable[str]) -> list[Stakeholder]:
    """The people of texts like `Kim`, `Kim, CIO` and `Kim, CIO, kim@example.org`.

    Raises:
        AnswerRefused: one has no name or is named twice.
    """
    people: list[Stakeholder] = []
    for text in told:
        name, _, rest = text.partition(",")
        role, _, last = rest.rpartition(",")
        role, email = (role, last) if "@" in last else (rest, "")
        people.append(stakeholder_of(name, role, email, people))
    return people


def found_workspace(founding: Founding, *, by: str) -> Workspace:
    """Make a workspace and begin its record.

    Args:
        founding: what it will hold.
        by: who makes it.

    Raises:
        WorkspaceError: there is a workspace already, or the folder can't be written.
    """
    from smits_tui.actions.rules.limits import set_limit

    made = make_workspace(
        founding.folder,
        founding.organisation,
        jurisdictions=founding.jurisdictions,
        topics=founding.topics,
        stakeholders=founding.stakeholders,
        review_every_months=founding.review_every_months,
        expected_days=founding.expected_days,
    )
    record, _ = open_record(made)
    record_settings(record, made, by, "workspace made")
    for name, value in founding.limits.items():
        set_limit(made, record, name, value, by=by, reason=REASON)
    return made


def summary(founding: Founding) -> list[tuple[str, str]]:
    """What will be made, in words: label and text."""
    people = [f"{one.name} ({one.role})" if one.role else one.name for one in founding.stakeholders]
    silences = [f"{kind} {days}" for kind, days in founding.expected_days.items()]
    changed = [limit_said(name, value) for name, value in founding.limits.items()]
    months = founding.review_every_months
    return [
        ("Organisation", founding.organisation),
        ("Folder", home_short(founding.folder)),
        ("Regulations", countries(founding.jurisdictions) or "everywhere"),
        ("Topics", ", ".join(founding.topics) or "all"),
        ("Must agree", ", ".join(people) or "nobody yet"),
        ("Strategy review", "every month" if months == 1 else f"every {months} months"),
        ("Silence in days", ", ".join(silences) or "nothing is expected"),
        ("Limits changed", ", ".join(changed) or "none; as they come with smits"),
    ]


def _known(days: Mapping[str, int | None]) -> Mapping[str, int | None]:
    from smits_rules.vocabulary import INPUT_KINDS

    for kind in days:
        if kind not in INPUT_KINDS:
            raise AnswerRefused(f"'{kind}' is no input kind. Input kinds: {', '.join(INPUT_KINDS)}.")
    return days


def _changed(limits: Mapping[str, str]) -> dict[str, float]:
    """The limits that differ from the shipped ones; tried with the rules before anything is made."""
    shipped = shipped_limits()
    for name in limits:
        if name not in shipped:
            raise AnswerRefused(
                f"There is no limit '{name}'; `smits rules limits` lists them in any workspace."
            )
    values = {name: limit_of(name, text) for name, text in limits.items()}
    changed = {name: value for name, value in values.items() if value != shipped[name]}
    _try(changed)
    return changed


def _try(limits: Mapping[str, float]) -> None:
    """Refuse limits with which the rules can't be used, one after another as they will be set.

    Raises:
        PackError: the message names the rule that could not fire.
    """
    import tempfile

    from smits_rules.packs.loading import load_pack, shipped_packs

    with tempfile.TemporaryDirectory(prefix="smits-limits-") as folder:
        file = Path(folder) / "limits.toml"
        file.write_text("[limits]\n", encoding="utf-8")
        for name, value in limits.items():
            with file.open("a", encoding="utf-8") as lines:
                lines.write(f"{name} = {value!r}\n")
            load_pack([*shipped_packs(), file])
