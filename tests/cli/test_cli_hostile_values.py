"""Whatever people type, what is accepted can be read back by every command, and is judged."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from smits_rules.vocabulary import RECORDED, SmitsError, fields_of
from smits_tui.actions.rules.checks import check_facts
from smits_tui.actions.rules.reassessment import Reassessor, load_rules
from smits_tui.actions.session import open_record, record_settings
from smits_tui.actions.strategy.records import set_record
from smits_tui.cli.app import app
from smits_tui.process.entries.entry import InputRead, InputReceived
from smits_tui.process.entries.records import RECORD_KINDS, AssumptionSet, Measure, Objective, fields_of_kind
from smits_tui.settings import Stakeholder
from smits_tui.workspace import Workspace, make_workspace

NASTY = (
    *("nan", "inf", "-inf", "1e400", "1e308", "-1.7e308", "5e-324", str(2**70), "9" * 400, "-0.0", "٣", "²"),
    *("9999-12-31", "9999-12", "9999", "0001-01-01", "9899-12-31", "+9999m", "-9999m", "31.12.9999"),
    *(
        "Oracle is supported through 9999",
        "Oracle is supported until 9999-12-31",
        "Oracle is supported to 0000",
    ),
    *(
        "Oracle is supported beyond end of 9999-12",
        "Inflation stays below " + "9" * 400,
        "CSAT stays above 1e9",
    ),
    *(
        "",
        " ",
        "\x00",
        "\x1b[2J",
        "\u202e",
        "\ud800",
        "a\ud800",
        "[red]x[/red]",
        "=1+1",
        "{x}",
        "%s",
        "'",
        "\n",
    ),
    *("I1", "T1", "O1", "M1", "budget", "2027", "FY27", "strategy-plan", "{}", "[]", "null", "true"),
)
VALUES = st.one_of(st.sampled_from(NASTY), st.text(max_size=12))
Command = tuple[str, ...]


def record_commands() -> Iterator[st.SearchStrategy[Command]]:
    """Each kind of record with a hostile text and a hostile value in each of its fields."""
    for kind, model in RECORD_KINDS.items():
        if kind == "decision":
            continue
        yield st.tuples(st.just(kind), st.just("set"), VALUES)
        for name, field in fields_of_kind(model).items():
            if field.annotation is not bool:
                yield st.tuples(
                    st.just(kind), st.just("set"), VALUES, st.just("--" + name.replace("_", "-")), VALUES
                )


def fact_commands() -> Iterator[st.SearchStrategy[Command]]:
    """Each fact type with a hostile value in one of its fields, changed or added."""
    for kind, model in RECORDED.items():
        names = st.sampled_from([name for name in fields_of(model) if name not in ("source", "confidence")])
        sets = st.builds(lambda name, value: f"{name}={value}", names, VALUES)
        correct = ("facts", "correct", "I1", "--fact", kind)
        yield st.builds(lambda one, command=correct: (*command, "--set", one), sets)
        yield st.builds(
            lambda one, two, command=correct: (*command, "--add", "--set", one, "--set", two), sets, sets
        )


def acts(*words: str) -> st.SearchStrategy[Command]:
    """A command in which `?` stands for a hostile value."""
    return st.tuples(*(VALUES if word == "?" else st.just(word) for word in words))


ACTIONS = st.one_of(
    *record_commands(),
    *fact_commands(),
    acts("facts", "correct", "I1", "--fact", "budget", "--set", "total=1e308"),
    acts("facts", "correct", "I2", "--fact", "budget", "--set", "total=-1.7e308"),
    acts("facts", "correct", "I1", "--fact", "budget", "--remove", "--reason", "?"),
    acts("measure", "record", "M1", "--period", "?", "--", "?"),
    acts("triage", "defer", "T1", "--until", "?", "--reason", "?"),
    acts("triage", "dismiss", "T1", "--reason", "?", "--by", "?"),
    acts("triage", "reopen", "T1", "--because", "?", "--by", "?"),
    acts("triage", "accept", "T1", "--reason", "?"),
    acts("cycle", "open", "--reason", "?"),
    acts("cycle", "assess", "I1", "--note", "?"),
    acts("cycle", "close", "--next-review", "?"),
    acts("deliverable", "write", "strategy-plan", "patterns", "--text", "?"),
    acts("deliverable", "write", "mission-and-vision", "?", "--title", "?", "--text", "?"),
    acts("deliverable", "submit", "mission-and-vision"),
    acts("object", "mission-and-vision", "mission", "?", "--by", "Kim"),
    acts("agree", "mission-and-vision", "--by", "Kim"),
    acts("delegate", "?", "--until", "?", "--by", "Kim"),
    acts("decision", "set", "?", "--outcome", "adjust"),
)
QUERIES: tuple[Command, ...] = (
    *(
        ("status",),
        ("triggers",),
        ("inputs",),
        ("explain", "T1"),
        ("explain", "I1"),
        ("explain", "budget-cut"),
    ),
    *(("cycle",), ("kpi",), ("trace",), ("deliverable", "list"), ("deliverable", "show", "strategy-plan")),
    *((kind, "list") for kind in RECORD_KINDS),
    *(("rules", "limits"), ("rules", "backtest"), ("ledger", "verify"), ("ledger", "show")),
    *(
        ("export", "measures", "--force", "-o", "measures.csv"),
        ("export", "calendar", "--force", "-o", "days.ics"),
    ),
)


def take(record: Any, number: int, kind: str, *facts: dict[str, Any]) -> None:
    path, identifier = f"{kind}/{number}.csv", f"I{number}"
    received = InputReceived(
        id=identifier, kind=kind, path=path, sha256=f"{number:064d}", size=1, mtime_ns=1, version=1
    )
    stated = tuple({"source": f"{path}#line 1", "confidence": "read", **fact} for fact in facts)
    record.commit("watcher", lambda _: [received, InputRead(id=identifier, facts=stated)])


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, judge: Callable[[Workspace], None]) -> Path:
    """A workspace with two budgets, a fact of every type, a trigger, an objective and a measure."""
    root = tmp_path_factory.mktemp("template") / "acme"
    workspace = make_workspace(root, "Acme", stakeholders=[Stakeholder(name="Kim")])
    record, _ = open_record(workspace)
    record_settings(record, workspace, "kim", "made")
    needed: dict[str, dict[str, Any]] = {
        "budget": {"total": 1000.0, "period": "2027"},
        "feedback": {"score": 1.0},
    }
    others = [{"fact": kind, **needed.get(kind, {})} for kind in RECORDED if kind != "budget-line"]
    take(record, 1, "budgets", *others, {"fact": "budget-line", "amount": 1.0})
    take(record, 2, "budgets", {"fact": "budget", "period": "2027", "total": 800.0})
    take(
        record,
        3,
        "customer-feedback",
        {"fact": "feedback", "score": 1.0},
        {"fact": "vendor-notice", "product": "Oracle"},
    )
    judge(workspace)
    record.catch_up()
    assert record.state.trigger("T1")
    set_record(record, Objective, by="kim", text="Stay up")
    set_record(record, Measure, by="kim", text="Uptime", values={"objective": "O1"})
    set_record(record, AssumptionSet, by="kim", text="Oracle is supported until 2029")
    return root


@pytest.fixture(scope="module")
def judge() -> Iterator[Callable[[Workspace], None]]:
    """Lets the rules look, as the watcher does in its turn; the engine starts once for all examples."""
    kept: list[Reassessor] = []

    def look(workspace: Workspace) -> None:
        if not kept:
            kept.append(Reassessor(load_rules(workspace), workspace.settings()))
        record, _ = open_record(workspace)
        kept[0].use(record)
        while kept[0].waits(record.state):
            kept[0].run(record)
        assert kept[0].unfit == ""

    yield look
    for reassessor in kept:
        reassessor.close()


def smits(root: Path, command: Command) -> BaseException | None:
    """Run a command in this process; how it was refused, or None."""
    try:
        app(["--workspace", str(root), *command], standalone_mode=True)
    except SmitsError as error:
        return error
    except SystemExit as end:
        if end.code not in (0, 1, 2):
            raise
        return end if end.code else None
    return None


def query_all(root: Path, read: Callable[[], str]) -> None:
    """Run every query, as text and as JSON: none may be refused."""
    for query in QUERIES:
        words = [str(root / word) if word in ("measures.csv", "days.ics") else word for word in query]
        for form in ((), ("--json",)):
            refused = smits(root, (*words, *form))
            assert refused is None, (query, refused)
            told = read()
            assert not form or json.loads(told) is not ...


SETTINGS = {
    "deadline": None,
    "phases": [Phase.explicit, Phase.generate],
    "suppress_health_check": list(HealthCheck),
}
"""Without shrinking: an example takes seconds, and its commands stand in the message."""


def accepted_is_read_back(
    template: Path, judge: Callable[[Workspace], None], capsys: Any, *commands: Command
) -> None:
    """Run commands, let the rules look, and run every query."""
    with TemporaryDirectory() as folder:
        root = Path(folder) / "acme"
        shutil.copytree(template, root)
        for command in commands:
            smits(root, command)
        capsys.readouterr()
        judge(Workspace(root))
        check_facts(Workspace(root))
        query_all(root, lambda: capsys.readouterr().out)


KNOWN: list[Command] = [
    ("assumption", "set", "Oracle is supported through 9999"),
    ("assumption", "set", "Inflation stays below " + "9" * 400),
    ("facts", "correct", "I2", "--fact", "budget", "--set", "total=nan"),
    ("facts", "correct", "I2", "--fact", "budget", "--set", "total=-1.7e308"),
    ("measure", "record", "M1", "inf", "--period", "2027"),
    ("objective", "set", "Reach the end", "--due", "9999-12-31"),
    ("delegate", "Bo", "--until", "9999-12-31", "--by", "Kim"),
    ("deliverable", "write", "strategy-plan", "patterns", "--text", "a\ud800"),
    ("risk", "set", "a\ud800", "--owner", "\ud800"),
]
"""What once could be recorded and not be read back, or ended in a traceback."""


@pytest.mark.timeout(600)
@settings(max_examples=1, **SETTINGS)
@example(commands=KNOWN)
@given(commands=st.lists(ACTIONS, min_size=15, max_size=30))
def test_what_is_accepted_can_be_read_back_by_every_command(
    template: Path, judge: Callable[[Workspace], None], capsys: Any, commands: list[Command]
) -> None:
    """Each command is refused in a sentence, or everything that can be asked is still answered."""
    accepted_is_read_back(template, judge, capsys, *commands)


@pytest.mark.long
@pytest.mark.timeout(3600)
@settings(max_examples=150, **SETTINGS)
@given(commands=st.lists(ACTIONS, min_size=1, max_size=25))
def test_what_is_accepted_can_be_read_back_whatever_came_before(
    template: Path, judge: Callable[[Workspace], None], capsys: Any, commands: list[Command]
) -> None:
    accepted_is_read_back(template, judge, capsys, *commands)
