"""From an empty workspace through two whole cycles, by nothing but commands; every refused step says why."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from smits_rules.vocabulary import SmitsError
from smits_tui.cli.app import app
from smits_tui.cli.common import SHARED

TEXT = "We looked at it and this is what we found [I1]."


class Story:
    """Runs commands in this process, as a shell would one after another."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def run(self, line: str, *, by: str = "Mara") -> str:
        """Run a command that must succeed; what it prints."""
        output, error = self._run(line, by)
        assert error is None, f"smits {line}\n{error}"
        return output

    def refused(self, line: str, why: str, *, by: str = "Mara") -> None:
        """Run a command that must be refused with a sentence."""
        _, error = self._run(line, by)
        assert error is not None, f"smits {line} was not refused"
        assert why in error, f"smits {line}\n{error}"

    def json(self, line: str) -> Any:
        return json.loads(self.run(f"{line} --json"))

    def _run(self, line: str, by: str) -> tuple[str, str | None]:
        SHARED.workspace = None
        environment = {"SMITS_WORKSPACE": str(self.root), "SMITS_USER": by}
        done = CliRunner().invoke(app, shlex.split(line), env=environment)
        if isinstance(done.exception, SmitsError):
            return done.stdout, str(done.exception)
        assert done.exception is None or isinstance(done.exception, SystemExit), (line, done.exception)
        return done.stdout, None if done.exit_code == 0 else done.stderr

    def drop(self, path: str, content: str) -> None:
        file = self.root / "inputs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
        self.run("watch --once")

    def budget(self, name: str, network: int) -> None:
        rows = f"Cost centre,2027\nNetwork,{network}\nWorkplace,500000\nTotal,{network + 500_000}\n"
        self.drop(f"budgets/{name}.csv", rows)

    def write_all(self, kind: str, *sections: str) -> None:
        for section in sections:
            self.run(f"deliverable write {kind} {section} --text '{TEXT}'")

    def confirm_what_is_next(self) -> None:
        """Confirm section after section, as long as that is what is next; each changes what is next."""
        while "--confirm" in (now := self.json("status"))["command"]:
            self.run(now["command"].replace("(or --confirm)", "--confirm"))
            assert self.json("status")["next"] != now["next"]

    def agree_and_approve(self, kind: str) -> None:
        self.refused(f"deliverable approve {kind}", "of 2 needed agreed")
        self.run(f"agree {kind}")
        self.refused(f"deliverable approve {kind}", "Tom did not")
        self.run(f"agree {kind}", by="Tom")
        self.run(f"deliverable approve {kind}", by="Tom")


@pytest.fixture
def story(tmp_path: Path, engine: str, request: pytest.FixtureRequest) -> Iterator[Story]:
    story = Story(tmp_path / "acme")
    story.run(
        f"init {story.root} --organisation Acme --jurisdiction EU --stakeholder 'Mara, CIO' "
        "--stakeholder 'Tom, Finance'"
    )
    settings = story.root / "smits.toml"
    text = settings.read_text(encoding="utf-8").replace("quiet_seconds = 1.0", "quiet_seconds = 0.1")
    settings.write_text(text, encoding="utf-8")
    if engine == "postgresql":
        story.run(f"ledger move file {request.getfixturevalue('schema')}")
    yield story
    SHARED.workspace = None


def plan(story: Story) -> None:
    """Plan of a first cycle, with every wrong turn on the way."""
    story.refused("cycle advance", "No cycle is open")
    story.refused("cycle open", "reason")
    story.refused("deliverable submit strategy-plan", "No cycle is open")
    story.run("cycle open --reason 'the first strategy'")
    story.refused("cycle open --reason again", "Cycle 1 is open")
    story.refused("cycle close", "assess the inputs")
    story.refused("cycle advance", "has not been reviewed")
    story.run("cycle assess --all")
    for trigger in story.json("triggers --status open"):
        story.run(f"triage accept {trigger['id']}")
    story.run("cycle advance")
    _assessment(story)
    _mission(story)
    _strategy_plan(story)
    story.refused("cycle advance", "has not agreed")
    for kind in ("strategy-assessment", "mission-and-vision", "strategy-plan"):
        story.agree_and_approve(kind)
    story.run("cycle advance")


def _assessment(story: Story) -> None:
    kind = "strategy-assessment"
    story.refused("cycle advance", "scenarios are compared")
    story.run("scenario set 'Renew the network' --benefits 'less outages' --cost 300000")
    story.run("scenario set 'Keep what is there'")
    story.refused("scenario set --id S1 --chosen", "Give the reasons")
    story.run("scenario set --id S1 --chosen --why 'outages cost more'")
    story.refused(f"deliverable submit {kind}", "is not written")
    story.write_all(kind, "summary", "internal-factors", "conclusions")
    story.run(f"deliverable write {kind} external-factors --text 'The market grows.'")
    story.refused("swot set 'Old network' --quadrant weakness --evidence I99", "no input 'I99'")
    story.run("swot set 'Old network' --quadrant weakness --evidence I1")
    story.refused(f"deliverable submit {kind}", "cites no input")
    (claim,) = [
        one["how"].split()[-1]
        for one in story.json(f"deliverable show {kind}")["missing"]
        if "waive" in one["how"]
    ]
    story.refused(f"deliverable waive {kind} {claim} --reason ' '", "Give a reason")
    story.run(f"deliverable waive {kind} {claim} --reason 'common knowledge'")
    story.refused("cycle advance", "not submitted")
    story.run(f"deliverable submit {kind}", by="Tom")
    story.refused(f"deliverable submit {kind}", "nothing has changed since")
    story.run("cycle advance")


def _mission(story: Story) -> None:
    story.refused("cycle advance", "'Mission' is not written")
    story.write_all("mission-and-vision", "mission", "vision")
    story.run("deliverable submit mission-and-vision", by="Tom")
    story.run("cycle advance")


def _strategy_plan(story: Story) -> None:
    kind = "strategy-plan"
    story.write_all(kind, "perspective", "position", "patterns")
    story.refused(f"deliverable submit {kind}", "no objective")
    story.run("objective set 'A network that stays up' --owner Mara --due 2027-12-31")
    story.refused("cycle advance", "O1 has no measure")
    story.refused("measure set Outages --objective O9", "no objective 'O9'")
    story.run("measure set Outages --objective O1 --target 5 --unit 'a year' --better down --owner Tom")
    story.refused(f"deliverable submit {kind}", "no assumption")
    story.run("assumption set 'EUR/USD stays above 1.05'")
    story.run("risk set 'The vendor fails' --likelihood low --impact high --response 'a second one'")
    story.run(f"deliverable submit {kind}", by="Tom")
    story.run("cycle advance")


def do(story: Story) -> None:
    story.refused("cycle advance", "no initiative with owner, dates and budget")
    story.refused(
        "initiative set 'New switches' --objective O1 --start 2027-05-01 --end 2027-04-01",
        "ends before it begins",
    )
    story.run(
        "initiative set 'New switches' --objective O1 --owner Tom --start 2027-01-01 --end 2027-06-30 "
        "--budget 300000 --portfolio"
    )
    story.write_all("tactical-plan", "approach", "resources")
    story.run("deliverable submit tactical-plan", by="Tom")
    story.run("cycle advance")
    story.refused("cycle advance", "P1 has not started")
    story.run("initiative set --id P1 --status under-way --progress 40 --spent 90000")


def check_and_act(story: Story, outcome: str) -> None:
    story.run("cycle advance")
    story.refused("cycle advance", "M1 has no reading")
    story.run("measure record M1 7 --period 2027-Q1")
    story.run("cycle advance")
    story.refused("cycle advance", "'Summary' is not written")
    story.write_all("strategy-review", "summary")
    story.run("cycle advance")
    story.refused("cycle advance", "continue, adjust or reassess")
    story.refused("decision set 'because' --outcome perhaps", "outcome")
    story.run(f"decision set 'The money is not there any more.' --outcome {outcome}")
    story.run("cycle advance")
    story.refused("cycle advance", "no corrective action")
    story.run("action set 'Talk to the board' --owner Mara")
    story.refused("cycle advance", "no owner or no date")
    story.run("action set --id C1 --due 2027-09-30")
    story.run("cycle advance")
    story.refused("cycle advance", "close the cycle")
    story.refused("cycle close", "Mara has not agreed to the tactical plan")
    story.agree_and_approve("tactical-plan")
    story.refused("cycle close", "strategy review is not submitted in this cycle")
    story.run("deliverable submit strategy-review", by="Tom")
    story.agree_and_approve("strategy-review")
    story.refused("cycle close --next-review 2020-01-01", "in the future")


def test_two_whole_cycles(story: Story) -> None:
    story.refused("agree strategy-plan", "not submitted")
    story.budget("FY27", 1_000_000)
    plan(story)
    do(story)

    story.budget("FY27 v2 final", 700_000)
    (cut,) = [one for one in story.json("triggers --status open") if one["rule"] == "budget-cut"]
    stale = {path for one in story.json("deliverable list") for path in one["stale"]}
    assert "strategy-assessment/internal-factors" in stale
    assert "mission-and-vision/mission" not in stale
    assert story.json(f"triage accept {cut['id']}")["cycle"] == 2
    assert story.json("cycle")["number"] == 1
    story.run("deliverable write tactical-plan resources --text 'We have less money [I2].'")
    story.run("deliverable submit tactical-plan", by="Tom")
    check_and_act(story, "reassess")
    left = story.json("cycle close")["left_open"]
    assert any("strategy plan" in sentence for sentence in left)
    assert any("Talk to the board" in sentence for sentence in left)
    cycle = story.json("cycle")
    assert (cycle["number"], cycle["stage"], cycle["triggers"]) == (2, "Plan", [cut["id"]])
    assert {one["status"] for one in story.json("deliverable list")} <= {"approved", "stale"}
    review = story.run("deliverable print strategy-review")
    assert "The money is not there any more." in review
    assert "Talk to the board" in review

    second_cycle(story)
    assert "We are on our way." in story.run("deliverable print strategy-review")
    assert story.json("cycle") is None
    documents = {one["kind"]: one for one in story.json("deliverable list")}
    assert {document["status"] for document in documents.values()} == {"approved"}
    assert all(document["version"] >= 2 for document in documents.values())
    assert "A network that stays up" in (story.root / "deliverables" / "strategy-plan.md").read_text()
    receipts(story)


def second_cycle(story: Story) -> None:
    """The second one: what still holds is confirmed, what does not is rewritten."""
    story.run("cycle assess --all")
    for trigger in story.json("triggers --status open"):
        story.run(f"triage dismiss {trigger['id']} --reason 'looked at'")
    story.run("cycle advance")
    story.refused("deliverable submit strategy-assessment", "is stale")
    story.run("deliverable write strategy-assessment internal-factors --text 'The budget fell by 20 % [I2].'")
    story.run("deliverable submit strategy-assessment", by="Tom")
    story.run("cycle advance")
    story.refused("cycle advance", "neither rewritten nor confirmed")
    story.confirm_what_is_next()
    story.run("deliverable submit mission-and-vision", by="Tom")
    story.run("cycle advance")
    story.confirm_what_is_next()
    story.run("objective set --id O1 --due 2028-06-30")
    story.run("deliverable submit strategy-plan", by="Tom")
    story.run("cycle advance")
    asked = story.json("deliverable show strategy-plan")["asked"]
    assert asked == {"Mara": ["objectives"], "Tom": ["objectives"]}
    for kind in ("strategy-assessment", "strategy-plan"):
        story.agree_and_approve(kind)
    story.run("deliverable approve mission-and-vision")
    story.run("cycle advance")
    story.confirm_what_is_next()
    story.run("initiative set --id P1 --end 2027-12-31")
    story.run("deliverable submit tactical-plan", by="Tom")
    story.run("cycle advance")
    story.run("initiative set --id P1 --progress 80 --spent 150000")
    story.run("cycle advance")
    story.run("measure record M1 4 --period 2027-Q2")
    story.run("cycle advance")
    story.refused("cycle advance", "from an earlier cycle")
    story.write_all("strategy-review", "summary")
    story.run("cycle advance")
    story.run("decision set 'We are on our way.' --outcome continue --no-actions")
    story.run("cycle advance")
    story.run("cycle advance")
    story.run("deliverable submit strategy-review", by="Tom")
    for kind in ("tactical-plan", "strategy-review"):
        story.agree_and_approve(kind)
    story.run("cycle close")


def receipts(story: Story) -> None:
    """What was agreed can be shown to somebody who has nothing but one file."""
    file = story.root.parent / "plan.receipt.json"
    story.run(f"export receipt strategy-plan --out {file}")
    said = story.json(f"ledger verify {file}")
    assert any("Tom agreed" in line for line in said["says"])
    changed = file.with_name("changed.json")
    changed.write_text(file.read_text().replace("A network that stays up", "A network that is new"))
    story.refused(f"ledger verify {changed}", "was changed")
    kpi = story.json("kpi")
    assert (kpi["initiatives"], kpi["launched_through_portfolio"], kpi["spent"]) == (1, 1, 150000)
    assert kpi["budget_approved"] == 1_200_000
    assert kpi["hours_to_triage"] is not None
    story.run(f"export measures --out {file.with_name('m.csv')}")
    assert "2027-Q2,4.0" in file.with_name("m.csv").read_text()
    story.run(f"export calendar --out {file.with_name('c.ics')}")
    assert "SUMMARY:Strategy review" in file.with_name("c.ics").read_text()
    for command, rows in (("rules list", 50), ("deliverable list", 5), ("questions", 0), ("triggers", 1)):
        listed = file.with_name("list.csv")
        story.run(f"{command} --format csv --force --out {listed}")
        assert len(listed.read_text().splitlines()) > rows or not rows, command
