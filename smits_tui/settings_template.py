"""The commented smits.toml of a new workspace."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from smits_tui.settings import Stakeholder

_TEMPLATE = """\
# What smits knows about this organisation. Every key is explained in docs/settings.md.
organisation = {organisation}

# Where regulations bind you (ISO 3166 country codes, or EU) and the topics that concern you.
# Without topics, every regulation of these jurisdictions counts.
jurisdictions = {jurisdictions}
topics = {topics}

# How files refer to you and your money; uncomment what applies.
# currency = "EUR"
# fiscal_year_start = 4   # the month; files may give a year as a number only
# also_known_as = ["Acme Group", "ACME"]
# parties = ["Globex"]   # customers, competitors and partners whose deals concern you

# Who must agree to the strategy. Repeat the table for each person.
{stakeholders}
[calendar]
review_every_months = {review_every_months}

# After how many days without a new file smits should warn you.
{inputs}
[watch]
quiet_seconds = {quiet_seconds}   # a file is received once it has not changed for this long
max_megabytes = 100   # a larger one is rejected
"""


def settings_text(
    organisation: str,
    *,
    jurisdictions: Sequence[str],
    topics: Sequence[str],
    stakeholders: Sequence[Stakeholder],
    review_every_months: int,
    expected_days: Mapping[str, int],
    quiet_seconds: float,
) -> str:
    """The text of smits.toml; arguments as for `make_workspace`."""
    return _TEMPLATE.format(
        organisation=_toml(organisation),
        jurisdictions=_toml_list(jurisdictions),
        topics=_toml_list(topics),
        review_every_months=review_every_months,
        inputs="\n".join(
            f"[inputs.{kind}]\nexpected_every_days = {days}\n" for kind, days in expected_days.items()
        )
        or _NO_INPUTS,
        quiet_seconds=quiet_seconds,
        stakeholders="".join(_stakeholder(person) for person in stakeholders) or _NO_STAKEHOLDERS,
    )


_NO_STAKEHOLDERS = """\
# [[stakeholders]]
# name = "Kim Example"
# role = "CIO"
# email = "kim@example.org"
"""


_NO_INPUTS = """\
# [inputs.budgets]
# expected_every_days = 190
"""


def _stakeholder(person: Stakeholder) -> str:
    rows = [f"{name} = {_toml(value)}" for name, value in person if value]
    return "\n".join(["[[stakeholders]]", *rows]) + "\n\n"


def _toml(text: str) -> str:
    """A TOML basic string; JSON's escapes are a subset of TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _toml_list(texts: Sequence[str]) -> str:
    return f"[{', '.join(_toml(text) for text in texts)}]"
