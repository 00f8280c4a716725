"""Actions on the question under the cursor: answer, change or withdraw the answer."""

from __future__ import annotations

from collections.abc import Sequence

from smits_rules.vocabulary import INPUT_KINDS
from smits_tui.actions.inputs import answers
from smits_tui.actions.inputs.withdrawal import waive_input, withdraw_input
from smits_tui.actions.session import ActionRefused
from smits_tui.process.state import Input
from smits_tui.process.state.question import Answer, Question
from smits_tui.tui.details.question import chosen
from smits_tui.tui.dialogs.chooser import Chooser
from smits_tui.tui.dialogs.prompts import Prompt
from smits_tui.tui.screens.files.file_actions import ReasonScreen
from smits_tui.tui.screens.files.source import open_source
from smits_watch.facts.question import ANOTHER_KIND


class AnswerActions(ReasonScreen):
    """A list of questions, and the actions on the one under the cursor."""

    def _question(self) -> Question | None:
        """The question under the cursor, or that of the answer under the cursor."""
        state, key = self.smits.view.state, self.current or ""
        answer = state.answer(key)
        return state.question(answer.question if answer else key)

    def _input(self) -> Input | None:
        """The input of the row under the cursor."""
        question = self._question()
        return self.smits.view.state.input(question.input if question else self.current or "")

    def _chosen_question(self) -> Question:
        question = self._question()
        if question is None:
            raise ActionRefused("Select a question or an answer.")
        return question

    def action_choose(self, number: int) -> None:
        """Choose an answer by its number; for a file that was not understood, an action."""
        item = self.smits.view.state.input(self.current or "")
        if item is not None:
            self._settle(item, number)
            return
        question = self._chosen_question()
        if number > len(question.candidates):
            count = len(question.candidates)
            raise ActionRefused(f"{question.id} has {count} candidates; e types another answer.")
        self._answer(question, str(question.candidates[number - 1]["answer"]))

    def action_answer(self) -> None:
        """Choose from the answers by name."""
        question = self._chosen_question()
        options = [
            (candidate["answer"], f"{candidate['answer']}: {candidate['meaning']}")
            for candidate in question.candidates
        ]
        chooser = Chooser(question.text, options)
        self.app.push_screen(chooser, lambda choice: self._answer(question, choice) if choice else None)

    def action_other(self) -> None:
        """Type another answer, or choose another input kind."""
        question = self._chosen_question()
        if question.topic == "kind":
            kinds = [(name, f"{name}: {kind.about}") for name, kind in INPUT_KINDS.items()]
            self.app.push_screen(
                Chooser("What is it?", kinds),
                lambda kind: self._answer(question, kind, typed=True) if kind else None,
            )
            return

        def answer(written: str) -> None:
            if not written.strip():
                raise ActionRefused("Type the answer; escape leaves it open.")
            made.append(self._recorded(question, written.strip(), typed=True))

        made: list[str] = []
        draft = self.smits.draft(f"answer {question.id}")
        prompt = Prompt(question.id, question.text, "the answer", "Answer", answer, draft=draft)
        self.app.push_screen(
            prompt, lambda was_done: self.done(_report(question, made)) if was_done else None
        )

    def action_not_of_interest(self) -> None:
        """Answer that the table is not relevant."""
        self._answer(self._chosen_question(), answers.NOT_OF_INTEREST)

    def action_take_back(self) -> None:
        """Withdraw the answer to the question under the cursor without asking."""
        answer = self._answer_in_force(self._chosen_question())
        if answer is None:
            raise ActionRefused("There is no answer to take back.")
        record, person = self.smits.record, self.smits.person
        if answer.by != person:
            self.action_withdraw()
            return
        self.do(
            lambda: answers.withdraw_answer(record, answer.id, by=person, reason="Taken back by its author."),
            f"{answer.id} is withdrawn; the question is open again.",
        )

    def action_withdraw(self) -> None:
        """Ask for the reason, and withdraw the answer, or the file that was not understood."""
        item = self.smits.view.state.input(self.current or "")
        if item is not None:
            self.do_with_reason("Withdraw", item, item.path, withdraw_input, f"{item.path}: done.")
            return
        answer = self._answer_in_force(self._chosen_question())
        if answer is None:
            raise ActionRefused("There is no answer in force to withdraw.")
        record, person = self.smits.record, self.smits.person

        def withdraw(reason: str) -> None:
            answers.withdraw_answer(record, answer.id, by=person, reason=reason)

        used = sum(answer.id in used_by.answers for used_by in self.smits.view.state.inputs())
        about = f"{answer.text} {chosen(answer)}\nFiles read by it ({used}) will be read and judged again."
        draft = self.smits.draft(f"withdraw {answer.id}")
        prompt = Prompt(f"Withdraw {answer.id}", about, "why", "Withdraw", withdraw, draft=draft)
        self.ask(prompt, f"{answer.id} is withdrawn.")

    def _settle(self, item: Input, number: int) -> None:
        """Run one of the three actions for a file that was not understood."""
        if number == 1:
            open_source(self.smits, item)
        elif number == 2:
            self.do_with_reason("Let pass", item, item.path, waive_input, f"{item.path}: done.")
        elif number == 3:
            self.do_with_reason("Withdraw", item, item.path, withdraw_input, f"{item.path}: done.")

    def _answer(self, question: Question, choice: str, *, typed: bool = False) -> None:
        """Answer, or change the answer; changing another person's answer asks for confirmation."""
        if choice == ANOTHER_KIND:
            self.action_other()
            return
        answer = self._answer_in_force(question)
        if answer is not None and answer.by != self.smits.person:
            options = [("", "Keep it"), ("change", f"Change it to {choice or 'not of interest'}")]
            self.app.push_screen(
                Chooser(f"{answer.by} answered {chosen(answer)}", options),
                lambda done: self._finish(question, choice, typed=typed) if done else None,
            )
            return
        self._finish(question, choice, typed=typed)

    def _finish(self, question: Question, choice: str, *, typed: bool) -> None:
        self.done(_report(question, [self._recorded(question, choice, typed=typed)]))

    def _recorded(self, question: Question, choice: str, *, typed: bool) -> str:
        record, person = self.smits.record, self.smits.person
        answer = self._answer_in_force(question)
        if answer is None:
            return answers.answer_question(record, question.id, choice, by=person, typed=typed)
        return answers.change_answer(record, answer.id, choice, by=person, typed=typed)

    def _answer_in_force(self, question: Question) -> Answer | None:
        """The answer in force for a question, as shown on this screen."""
        state = self.smits.view.state
        current = state.question(question.id)
        if current is None or current.status != "answered" or not current.answer:
            return None
        answer = state.answer(current.answer)
        return answer if answer and answer.status == "in force" else None


def _report(question: Question, made: Sequence[str]) -> str:
    recorded = f"{question.id} is answered ({', '.join(made)})"
    return f"{recorded}; the file will be read again. Press u to take it back."
