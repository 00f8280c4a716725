"""The folder of a new workspace, and the jurisdictions whose regulations apply to it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from smits_rules.vocabulary.suggestions import nearest
from smits_tui.presentation.setup.answers import AnswerRefused, parts_of, writable
from smits_tui.presentation.typed_text import shortened
from smits_tui.sanitize import words_of
from smits_tui.workspace import SETTINGS_FILE

LONGEST_NAME = 255
"""The longest name of a folder, in bytes, that file systems accept."""
_NO_COUNTRIES = {"EZ", "QO", "XA", "XB", "ZZ"}
"""Two-letter codes of the CLDR that are not jurisdictions."""
_REGION = re.compile(r"([A-Z]{2})-[A-Z0-9]{1,3}")


def folder_of(text: str) -> Path:
    """The folder in which the workspace is created.

    Raises:
        AnswerRefused: there is already a workspace, or a folder can't be created there.
    """
    written = writable(text)
    if not written:
        raise AnswerRefused("Name a folder for the workspace, e.g. strategy.")
    try:
        folder = Path.cwd() / Path(written).expanduser()
    except RuntimeError as error:
        raise AnswerRefused(
            f"{shortened(written)} refers to a home folder that does not exist; choose a folder."
        ) from error
    if any(len(part.encode()) > LONGEST_NAME for part in folder.parts) or not written.isprintable():
        raise AnswerRefused("A folder can't have that name; choose a shorter one of letters and digits.")
    try:
        _look_at(folder, shortened(written))
    except OSError as error:
        raise AnswerRefused(f"A folder can't be created there ({error.strerror}); name another.") from error
    return folder


def jurisdictions_of(text: str) -> tuple[str, ...]:
    """The codes of jurisdictions, from codes or names of countries separated by commas.

    Raises:
        AnswerRefused: one is not a country.
    """
    return tuple(dict.fromkeys(_code(part) for part in parts_of(text)))


def countries(codes: Iterable[str]) -> str:
    """The names of the codes, e.g. `European Union, Germany`."""
    return ", ".join(_territories().get(code, code) for code in codes)


def proposed_folder(organisation: str) -> str:
    """The proposed folder for an organisation, e.g. `acme-strategy`."""
    return "-".join([*words_of(organisation)[:4], "strategy"])[-60:].strip("-")


def home_short(folder: Path) -> str:
    """A folder as people write it: with `~` for their home folder."""
    home = Path.home()
    return str(Path("~") / folder.relative_to(home)) if folder.is_relative_to(home) else str(folder)


def _look_at(folder: Path, shown: str) -> None:
    """Raise an error if a workspace can't be created there."""
    if (folder / SETTINGS_FILE).is_file():
        raise AnswerRefused(
            f"{shown} is already a workspace: open it with `smits --workspace`, or name another."
        )
    existing = next(folder_above for folder_above in (folder, *folder.parents) if folder_above.exists())
    if not existing.is_dir():
        raise AnswerRefused(f"{shortened(existing.name)} is a file; name a folder.")
    if not os.access(existing, os.W_OK | os.X_OK):
        raise AnswerRefused(f"You can't write in {shortened(str(existing))}; choose a folder of your own.")


def _code(text: str) -> str:
    code = {"UK": "GB"}.get(text.upper(), text.upper())
    territories = _territories()
    region = _REGION.fullmatch(code)
    if code in territories or (region and region[1] in territories):
        return code
    named = {name.casefold(): code for code, name in territories.items()}
    if matching_code := named.get(text.casefold()):
        return matching_code
    best = nearest(text.casefold(), named, at_least=75)
    meant = f"did you mean {named[best]} ({territories[named[best]]})?" if best else "write e.g. EU, DE, US."
    raise AnswerRefused(f"{shortened(text)} is not a country; {meant}")


@cache
def _territories() -> dict[str, str]:
    from babel import Locale

    names = Locale("en").territories
    return {code: name for code, name in names.items() if len(code) == 2 and code not in _NO_COUNTRIES}
