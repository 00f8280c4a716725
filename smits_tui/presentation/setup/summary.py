"""The settings that result from the set-up's answers or the options of `smits init`, and their summary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from smits_rules.vocabulary.kinds import default_expected_days
from smits_tui.actions.setup.creation import Founding
from smits_tui.presentation.setup.answers import (
    AnswerRefused,
    days_of,
    organisation_of,
    stakeholder_of,
    topics_of,
)
from smits_tui.presentation.setup.limits import LIMIT, limit_of, limit_said, shipped_limits
from smits_tui.presentation.setup.location import countries, folder_of, home_short, jurisdictions_of
from smits_tui.presentation.setup.questions import EXPECT
from smits_tui.presentation.typed_numbers import typed_whole
from smits_tui.settings import MOST_REVIEW_MONTHS, REVIEW_MONTHS, Stakeholder


def founding_of(answers: Mapping[str, str], people: Sequence[Stakeholder] = ()) -> Founding:
    """The workspace described by the answers.

    Args:
        answers: key of the question -> answer as typed; missing ones use the defaults.
        people: who must agree.

    Raises:
        TypedTextRefused: an answer is invalid, or a limit or an input kind is unknown.
        PackError: a limit has the wrong sign, or no rule could fire with it.
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
        review_every_months=typed_whole(months, "months", 1, MOST_REVIEW_MONTHS),
        expected_days={
            kind: count
            for kind, count in ({**default_expected_days(), **_of_shipped_kinds(days)}).items()
            if count
        },
        limits=_changed(limits) if limits else {},
    )


def stakeholders_of(texts: Iterable[str]) -> list[Stakeholder]:
    """The people in texts like `Kim`, `Kim, CIO` and `Kim, CIO, kim@example.org`.

    Raises:
        AnswerRefused: a name is missing or occurs twice.
    """
    people: list[Stakeholder] = []
    for text in texts:
        name, _, rest = text.partition(",")
        role, _, last = rest.rpartition(",")
        role, email = (role, last) if "@" in last else (rest, "")
        people.append(stakeholder_of(name, role, email, people))
    return people


def summary(founding: Founding) -> list[tuple[str, str]]:
    """What will be created, in words: label and text."""
    people = [
        f"{stakeholder.name} ({stakeholder.role})" if stakeholder.role else stakeholder.name
        for stakeholder in founding.stakeholders
    ]
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
        ("Days without a file", ", ".join(silences) or "no files expected"),
        ("Limits changed", ", ".join(changed) or "none; the shipped ones"),
    ]


def _expected(days: Mapping[str, int | None]) -> dict[str, int]:
    """The default interval of each kind, unless the answers override it; None means nothing is expected."""
    chosen = {**default_expected_days(), **_of_shipped_kinds(days)}
    return {kind: count for kind, count in chosen.items() if count}


def _of_shipped_kinds(days: Mapping[str, int | None]) -> Mapping[str, int | None]:
    from smits_rules.vocabulary import INPUT_KINDS

    for kind in days:
        if kind not in INPUT_KINDS:
            raise AnswerRefused(f"'{kind}' is not an input kind. Input kinds: {', '.join(INPUT_KINDS)}.")
    return days


def _changed(limits: Mapping[str, str]) -> dict[str, float]:
    """The limits that differ from the shipped ones, tested with the rules before anything is created."""
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
    """Refuse limits with which the rules are invalid, testing them one after another as they will be set.

    Raises:
        PackError: the message names the rule that could not fire.
    """
    import tempfile
    from pathlib import Path

    from smits_rules.packs.loading import load_pack, shipped_packs

    with tempfile.TemporaryDirectory(prefix="smits-limits-") as folder:
        file = Path(folder) / "limits.toml"
        file.write_text("[limits]\n", encoding="utf-8")
        for name, value in limits.items():
            with file.open("a", encoding="utf-8") as lines:
                lines.write(f"{name} = {value!r}\n")
            load_pack([*shipped_packs(), file])
