"""What the command line promises whatever the command: light starts, clear errors, exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HEAVY = ("textual", "durable", "kreuzberg", "watchdog", "tinydb", "lxml", "python_calamine", "pebble")


def test_version_imports_nothing_heavy() -> None:
    """Scripts and shells ask for the version; it must not load interface, engine or readers."""
    code = (
        "import sys, runpy\n"
        "sys.argv = ['smits', '--version']\n"
        "try:\n    runpy.run_module('smits_tui', run_name='__main__')\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    version, heavy = done.stdout.splitlines()
    assert version.startswith("smits ")
    assert heavy == "[]"


LATER = (
    *("babel", "charset_normalizer", "dateutil", "durable", "filelock", "fpdf", "icalendar", "jinja2"),
    *("kreuzberg", "lxml", "markdown_it", "pebble", "python_calamine", "rapidfuzz", "tomlkit"),
    *("typer", "watchdog", "xlsxwriter", "yaml"),
)


OPENING = (
    *("smits_tui.actions.strategy.deliverables.submission", "smits_tui.actions.strategy.export"),
    *("smits_tui.actions.status", "smits_tui.tui.live_view"),
)
FRAME = ("smits_tui.cli.workspace.interface", "smits_tui.tui.app", "smits_tui.tui.screens.overview")
AFTER_THE_FRAME = (
    *(*LATER, "smits_rules.vocabulary.recorded", "smits_tui.process.entries.registry"),
    *("smits_rules.model.rule", "smits_tui.process.entries.entry", "smits_tui.process.entries.deliverables"),
    *("smits_tui.tui.dialogs.forms.form", "textual.widgets._text_area"),
)


@pytest.mark.parametrize(
    ("modules", "later"), [(OPENING, LATER), (FRAME, AFTER_THE_FRAME)], ids=("actions", "frame")
)
def test_opening_imports_only_what_the_overview_needs(
    modules: tuple[str, ...], later: tuple[str, ...]
) -> None:
    """The interface stands at once; what a later action needs is imported by that action."""
    code = f"import sys, {', '.join(modules)}; print([name for name in {later!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"


def test_without_a_command_nothing_that_reads_commands_is_loaded(tmp_path: Path) -> None:
    """`smits` alone opens the interface, or says why it can't, as a command would."""
    code = (
        "import sys, runpy\n"
        "sys.argv = ['smits']\n"
        "try:\n    runpy.run_module('smits_tui', run_name='__main__')\n"
        "except SystemExit as end:\n    print(end.code, 'typer' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True, cwd=tmp_path
    )
    assert done.stdout.strip() == "2 False"
    assert "needs a terminal" in done.stderr


def test_the_words_all_rooms_share_do_not_load_pydantic() -> None:
    """Errors and input kinds are everywhere; the fact types come with the first that is asked for."""
    code = (
        "import sys\n"
        "from smits_rules.vocabulary import INPUT_KINDS, SmitsError\n"
        "early = 'pydantic' in sys.modules\n"
        "from smits_rules import vocabulary\n"
        "missing = [name for name in vocabulary.__all__ if not hasattr(vocabulary, name)]\n"
        "print(early, missing, hasattr(vocabulary, 'Nothing'))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "False [] False"


def test_the_daemon_never_imports_textual() -> None:
    """A headless machine needs no interface."""
    code = "import sys, smits_tui.daemon, smits_tui.cli.app; print('textual' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    "words",
    [
        ("status",),
        ("triggers",),
        ("inputs",),
        ("rules", "list"),
        ("rules", "check"),
        ("rules", "vocabulary"),
        ("rules", "test"),
        ("rules", "backtest"),
        ("rules", "limits"),
        ("assumption", "list"),
        ("assumption", "set", "EUR/USD stays above 1.05"),
        ("explain", "budget-cut"),
        ("cycle",),
        ("deliverable", "list"),
        ("deliverable", "show", "strategy-plan"),
        ("objective", "list"),
        ("objective", "set", "A goal", "--owner", "Kim"),
        ("initiative", "list"),
        ("kpi",),
        ("trace",),
        ("ledger", "verify"),
        ("ledger", "show"),
        ("doctor",),
    ],
)
def test_json_is_the_only_thing_on_stdout(smits: Any, words: tuple[str, ...]) -> None:
    """Scripts read stdout; narration goes to stderr."""
    done = smits(*words, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    json.loads(done.stdout)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("explain", "T9"), 1, "no trigger 'T9'"),
        (("triage", "dismiss", "T9", "--reason", "x"), 1, "no trigger 'T9'"),
        (("triage", "dismiss", "T9"), 2, "--reason"),
        (("triggers", "--status", "opne"), 2, "not a status"),
        (("facts", "--kind", "budget", "x.csv"), 2, "not an input kind"),
        (("nonsense",), 2, "nonsense"),
        (("explain", "I9"), 1, "no input 'I9'"),
        (("explain", "budget-cutt"), 1, "Did you mean the rule 'budget-cut'?"),
        (("rehearse", "--kind", "budget", "x.csv"), 2, "not an input kind"),
        (("rehearse", "missing.csv"), 3, ""),
        (("rules", "limits", "breech_pct", "5", "--reason", "x"), 1, "did you mean 'breach_pct'"),
        (("rules", "limits", "breach_pct", "5"), 1, "--reason"),
        (("rules", "backtest", "--pack", "missing.toml"), 2, "not a file"),
        (("deliverable", "show", "strategy-pln"), 1, "did you mean 'strategy-plan'"),
        (("deliverable", "submit", "strategy-plan"), 1, "No cycle is open"),
        (("agree", "strategy-plan"), 1, "is not a stakeholder"),
        (("cycle", "advance"), 1, "No cycle is open"),
        (("objective", "set"), 1, "The text is missing"),
        (("initiative", "set", "x", "--status", "perhaps"), 1, "'status' has an invalid value"),
        (("trace", "O9"), 1, "no objective"),
        (("export", "strategy-plan", "--format", "odt"), 2, "not a format"),
        (("assumption", "retire", "A9", "--reason", "x"), 1, "no assumption 'A9'"),
    ],
)
def test_a_mistake_is_one_sentence_and_an_exit_code(
    smits: Any, words: tuple[str, ...], code: int, said: str
) -> None:
    """No traceback; what is wrong, and what to do."""
    done = smits(*words)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_workspace_it_says_how_to_make_one(tmp_path: Path) -> None:
    """The first thing that somebody types may be just `smits`."""
    command = [sys.executable, "-m", "smits_tui", "status"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=60, check=False)
    assert done.returncode == 2
    assert "smits init" in done.stderr


def test_a_damaged_record_ends_with_four_and_names_the_line(smits: Any, record: Any) -> None:
    """Whoever changes one byte of the past is found out."""
    content = bytearray(smits.workspace.ledger.read_bytes())
    content[len(content) // 2] ^= 1
    smits.workspace.ledger.write_bytes(content)
    for words in (("ledger", "verify"), ("status",), ("watch", "--once")):
        (smits.workspace.state).unlink(missing_ok=True)
        done = smits(*words)
        assert done.returncode == 4, words
        assert "ine 1 of the ledger" in done.stderr
    assert bytes(content) == smits.workspace.ledger.read_bytes()


def test_a_wrong_setting_names_its_key(smits: Any) -> None:
    """A typing error in smits.toml must not be passed over."""
    with smits.workspace.settings_file.open("a", encoding="utf-8") as file:
        file.write("\n[calender]\nreview_every_months = 2\n")
    done = smits("watch", "--once")
    assert done.returncode == 2
    assert "calender" in done.stderr
    assert "did you mean 'calendar'" in done.stderr


def test_texts_of_people_are_harmless_on_a_terminal(smits: Any, record: Any) -> None:
    """A name with an escape sequence must not clear the screen of whoever lists it."""
    from smits_tui.process.entries.entry import InputReceived

    name = "budgets/\x1b[2Jevil\u202egpj.csv"
    received = InputReceived(
        id="I1", kind="budgets", path=name, sha256="0" * 64, size=1, mtime_ns=1, version=1
    )
    record.commit("kim", lambda _state: [received])
    done = smits("inputs")
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout
    assert json.loads(smits("inputs", "--json").stdout)[0]["path"] == name
