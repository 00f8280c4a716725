"""Checks of `smits doctor` that all recorded facts can be read and judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic import ValidationError

from smits_rules.derivation.pipeline import derive
from smits_rules.vocabulary import SmitsError
from smits_rules.vocabulary.shown_number import counted
from smits_tui.actions.findings import CheckFailed
from smits_tui.actions.rules.facts_in_force import KnownFacts, circumstances
from smits_tui.clock import local_day, system_clock
from smits_tui.ledger.chain import chain
from smits_tui.ledger.engines import open_ledger
from smits_tui.process.entries.entry import Entry
from smits_tui.process.entries.registry import ENTRY_TYPES
from smits_tui.process.state import State
from smits_tui.process.state.fold import fold
from smits_tui.process.state.store import DictTables
from smits_tui.workspace import Workspace


def check_facts(workspace: Workspace) -> str:
    """Read the whole record once, as commands do: validate, fold, type and derive.

    Args:
        workspace: with the record and the settings.

    Returns:
        A sentence with the number of facts.

    Raises:
        CheckFailed: an entry or fact can't be read; the message names it.
    """
    try:
        tables = DictTables()
        fold(tables, _validated(chain(open_ledger(workspace).lines())))
        state, known_facts = State(tables, local_day(system_clock())), KnownFacts()
        inputs = known_facts.read(state)
        derived = derive(inputs, circumstances(state, workspace.settings()))
    except (SmitsError, OSError):
        raise
    except Exception as error:
        raise CheckFailed(
            f"The recorded facts can't be evaluated ({type(error).__name__}: {error}); "
            "please report it, with the output of `smits ledger verify`."
        ) from error
    if known_facts.unfit:
        raise CheckFailed(" ".join(known_facts.unfit[:3]))
    count = sum(len(item.facts) for item in inputs)
    return f"{counted(count, 'fact')} of {counted(len(inputs), 'input')}, {len(derived)} derived"


def _validated(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Entries validated with the models of their types; types unknown to this version pass.

    Raises:
        CheckFailed: one does not fit its model.
    """
    for entry in entries:
        model = ENTRY_TYPES.get(entry.type)
        try:
            if model is not None:
                model.model_validate(entry.data)
        except ValidationError as error:
            field = ".".join(str(part) for part in error.errors()[0]["loc"])
            raise CheckFailed(
                f"Line {entry.seq} of the ledger ({entry.type}) does not match its type: '{field}'."
            ) from error
        yield entry
