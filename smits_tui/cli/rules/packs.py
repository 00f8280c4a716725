"""`smits rules`: list and check the rules, and show their vocabulary."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from smits_tui.cli.common import (
    ByOption,
    JsonOption,
    WorkspaceOption,
    acting,
    print_json,
    record_of,
    say,
    table,
    workspace_of,
)
from smits_tui.cli.exits import SHARED, narrate
from smits_tui.cli.output_file import ForceOption, ListFormatOption, ListOutOption, write_list
from smits_tui.cli.rules import limits

rules = typer.Typer(
    help="List, check, test and tune the rules that trigger a reassessment.", no_args_is_help=True
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    limits.register(rules)
    app.add_typer(rules, name="rules")


@rules.command("list")
def list_rules(
    workspace: WorkspaceOption = None,
    form: ListFormatOption = None,
    out: ListOutOption = None,
    force: ForceOption = False,
    as_json: JsonOption = False,
) -> None:
    """List the rules in force: the shipped ones and your own."""
    from smits_tui.actions.rules.reassessment import load_rules

    pack = load_rules(workspace_of(workspace))
    rows = [
        {
            "id": rule.id,
            "trigger": rule.trigger,
            "fact": rule.fact,
            "outcome": rule.outcome,
            "severity": rule.severity,
            "touches": list(rule.touches),
            "because": rule.because,
            "file": rule.file,
            "line": rule.line,
        }
        for rule in pack.rules
    ]
    if form:
        write_list(rows, form, out, "rules", force=force)
        return
    if as_json:
        print_json(rows)
        return
    table([(rule.id, rule.severity, rule.outcome, rule.fact, rule.because) for rule in pack.rules])


@rules.command()
def adopt(
    reason: Annotated[str, typer.Option(help="Why these rules are put in force.")],
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put the rules and settings of this machine in force for the team.

    Machines with other rules don't judge then, and those with other settings say so.
    """
    from smits_tui.actions.rules.rules_in_force import adopt_rules

    opened = workspace_of(workspace)
    count = adopt_rules(opened, record_of(opened), by=acting(by, workspace), reason=reason)
    if as_json:
        print_json({"rules": count})
    else:
        narrate(f"{count} rules are in force, and the settings of this machine.")


@rules.command()
def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE...", help="Packs to check together with the shipped ones."),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check rule packs. Every problem is named with file, rule and line.

    Without files, the workspace's own are checked. Rules that are valid but possibly unintended (overlaps,
    gaps,
    contradictions, rules covered by another one) cause warnings; warnings are not failures.
    """
    from smits_rules.packs.lint import lint
    from smits_rules.packs.loading import check_pack, load_pack, shipped_packs

    own = files or workspace_of(workspace or SHARED.workspace).own_packs()
    problems = check_pack([*shipped_packs(), *own])
    warnings = [] if problems else lint(load_pack([*shipped_packs(), *own]))
    problems_by_kind = [("error", problem) for problem in problems] + [
        ("warning", problem) for problem in warnings
    ]
    if as_json:
        print_json(
            [
                {"file": p.file, "rule": p.rule, "line": p.line, "level": level, "problem": p.text}
                for level, p in problems_by_kind
            ]
        )
    else:
        for level, problem in problems_by_kind:
            say(str(problem) if level == "error" else f"{problem} (warning)")
    if problems:
        raise typer.Exit(1)
    narrate(
        "No problems were found in the rules."
        if not warnings
        else "The rules can be used, but see the warnings."
    )


@rules.command()
def vocabulary(as_json: JsonOption = False) -> None:
    """List the facts that rules can use, with fields and units."""
    from smits_rules.vocabulary import FACT_TYPES, fields_of

    if as_json:
        print_json(
            {
                name: {
                    "explanation": (kind.__doc__ or "").strip(),
                    "fields": {
                        field.name: {
                            "type": field.type,
                            "unit": field.unit,
                            "explanation": field.explanation,
                            "choices": list(field.choices),
                        }
                        for field in fields_of(kind).values()
                    },
                }
                for name, kind in FACT_TYPES.items()
            }
        )
        return
    for name, kind in FACT_TYPES.items():
        say(f"{name}: {(kind.__doc__ or '').strip()}")
        table([(f"  {f.name}", f.type, f.unit, f.explanation) for f in fields_of(kind).values()])
        say("")
