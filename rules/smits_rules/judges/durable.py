"""The first judge: durable_rules, in a child process of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from typing import Any, Self

from pebble import ProcessExpired, ProcessPool

from smits_rules.child_process import ChildNotStarted, end_pool, quiet, result_of, start_pool
from smits_rules.child_start import start_failure
from smits_rules.judges.rulesets import Compiled, compile_rules
from smits_rules.model.field_values import UnfitValue
from smits_rules.model.rule import Pack
from smits_rules.vocabulary import Fact, SmitsError

BATCH = 200
"""Facts per call of the child; 30 ms of work with 1,000 rules."""
_GRACE_SECONDS = 3.0
"""Seconds beyond a task's own limit after which the task counts as lost."""
_IDS = 1_000
"""Message ids wrap around at this number: durable_rules hashes ids to 32 bits, and long ids could collide."""

_REMEMBERED = 10_000
"""The number of messages whose answers are cached; the oldest are dropped first."""
_REMEMBERED_SIZE = 2_000
"""Longest message, in characters, whose answer is cached."""

_ALIVE_SECONDS = 10.0
"""A child that has started answers at once; a task that pebble lost is not waited for longer than this."""

_NOT_HANDLED, _OBSERVED = 1, 2
"""Error codes of durable_rules 2.0.28: no rule matches; a fact with this id already exists."""

_Message = tuple[str, str]
"""Fact type, and the fact as JSON."""
_Answer = list[tuple[list[str], str | None]]


class EngineUnavailable(SmitsError):
    """The rules engine can't be started."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The engine's result for one fact."""

    fired: frozenset[str]
    """The ids of the rules that fire."""
    refused: str | None = None
    """Why it could not be judged, as a sentence."""


_SILENT = Verdict(frozenset())


class Engine:
    """Judges facts by the rules of a pack; a context manager.

    The child starts with the first facts. It is restarted whenever it has died or taken too long.
    """

    def __init__(self, pack: Pack, timeout: float = 2.0) -> None:
        """Prepare an engine; the child is started later.

        Args:
            pack: the rules.
            timeout: seconds allowed for a batch of facts, and then for each of its facts alone.
        """
        self._compiled = compile_rules(pack.rules)
        self._timeout = timeout
        self._pool: ProcessPool | None = None
        self._fired_by_message: dict[_Message, list[str]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """The child's process id; starts the child if necessary."""
        return int(self._ask(os.getpid, (), _ALIVE_SECONDS))

    def stop(self) -> None:
        """End the child at once."""
        pool, self._pool = self._pool, None
        if pool is not None:
            end_pool(pool)

    def judge(self, facts: Sequence[Fact], meanwhile: Callable[[], None] = lambda: None) -> list[Verdict]:
        """Determine which rules fire on each fact.

        A fact is refused if the engine cannot accept it, or if it crashes the engine or takes too long on its
        own. Answers are cached by the values of a fact, because most facts are judged again and again.

        Args:
            facts: facts of any type; no rule fires on a type without rules.
            meanwhile: called while the child judges the first batch.

        Returns:
            One verdict per fact, in the same order.

        Raises:
            EngineUnavailable: the child cannot be started.
        """
        verdicts = [_SILENT] * len(facts)
        messages: list[_Message | None] = [None] * len(facts)
        for index, fact in enumerate(facts):
            if fact.fact in self._compiled.shapes:
                try:
                    messages[index] = (fact.fact, self._compiled.message(fact))
                except UnfitValue as error:
                    verdicts[index] = Verdict(frozenset(), str(error))
        answers = self._answers(messages, meanwhile)
        for index, message in enumerate(messages):
            if message is not None:
                fired, refused = answers[message]
                if fired or refused:
                    verdicts[index] = Verdict(frozenset(fired), refused)
        return verdicts

    def _answers(
        self, messages: Sequence[_Message | None], meanwhile: Callable[[], None]
    ) -> dict[_Message, tuple[list[str], str | None]]:
        """The answer to each message, from the cache or from the child."""
        asked = list(dict.fromkeys(m for m in messages if m is not None and m not in self._fired_by_message))
        batches = [asked[start : start + BATCH] for start in range(0, len(asked), BATCH)]
        first = self._schedule(batches[0]) if batches else None
        meanwhile()
        answers: dict[_Message, tuple[list[str], str | None]] = {}
        for number, batch in enumerate(batches):
            following = self._schedule(batches[number + 1]) if number + 1 < len(batches) else None
            answers.update(zip(batch, self._judge(batch, first), strict=True))
            first = following
        for message in messages:
            if message is not None and message in self._fired_by_message:
                answers[message] = (self._fired_by_message[message], None)
        self._remember({message: fired for message, (fired, refused) in answers.items() if not refused})
        return answers

    def _remember(self, fired: dict[_Message, list[str]]) -> None:
        self._fired_by_message.update((m, f) for m, f in fired.items() if len(m[1]) <= _REMEMBERED_SIZE)
        while len(self._fired_by_message) > _REMEMBERED:
            del self._fired_by_message[next(iter(self._fired_by_message))]

    def _schedule(self, messages: list[_Message]) -> Future[Any] | None:
        """Submit a batch; None if the child is broken, so that `_judge` asks a new one."""
        try:
            return self._running().schedule(_judge_in_child, args=(messages,), timeout=self._timeout)
        except RuntimeError:
            return None

    def _judge(self, messages: list[_Message], scheduled: Future[Any] | None = None) -> _Answer:
        """Judge a batch; if that fails, each fact alone, so that only the faulty one is refused."""
        try:
            answer: _Answer = (
                self._ask(_judge_in_child, (messages,), self._timeout)
                if scheduled is None
                else result_of(scheduled, self._timeout + _GRACE_SECONDS)
            )
        except TimeoutError:
            refused = f"The rules engine took longer than {self._timeout:g} s."
        except ProcessExpired as error:
            refused = f"The rules engine ended with code {error.exitcode}."
        except (RuntimeError, CancelledError):
            if scheduled is None:
                raise
            self.stop()
            return self._judge(messages)
        else:
            return answer
        if len(messages) == 1:
            return [([], refused)]
        return [self._judge([message])[0] for message in messages]

    def _ask(self, function: Callable[..., Any], args: tuple[Any, ...], seconds: float) -> Any:
        """The child's answer; a pool that broke while idle is replaced once."""
        for attempt in (1, 2):
            try:
                future: Future[Any] = self._running().schedule(function, args=args, timeout=seconds)
                return result_of(future, seconds + _GRACE_SECONDS)
            except RuntimeError as error:
                self.stop()
                if attempt == 2:
                    raise _unavailable() from error
        raise AssertionError

    def _running(self) -> ProcessPool:
        if self._pool is None or not self._pool.active:
            self.stop()
            self._pool = self._start()
        return self._pool

    def _start(self) -> ProcessPool:
        try:
            return start_pool(_prepare, self._compiled)
        except ChildNotStarted as error:
            raise _unavailable() from error


def _unavailable() -> EngineUnavailable:
    return EngineUnavailable(start_failure("The rules engine", "durable.engine"))


class _Judge:
    """durable_rules with all rulesets; lives in the child, on its main thread.

    Rules have no actions: running them through the host takes ten times as long as judging. Instead, the
    rules that fired are read from the engine directly.
    """

    def __init__(self, compiled: Compiled) -> None:
        import durable_rules_engine
        from durable import engine

        class Quiet(engine.Host):  # type: ignore[misc]  # durable_rules has no types
            """A host without the timer threads, which would run rules at any time."""

            def _run(self) -> None:
                pass

        self._core = durable_rules_engine
        self._count = 0
        self._rulesets: dict[str, list[tuple[Any, dict[str, str]]]] = {}
        host = Quiet()
        self._host = host
        for ruleset in compiled.rulesets:
            rules = {
                f"r{number}": {"all": [{"m": expression}], "run": _nothing}
                for number, (_, expression) in enumerate(ruleset.rules)
            }
            host.set_rulesets({ruleset.name: rules})
            named = {f"r{number}": rule for number, (rule, _) in enumerate(ruleset.rules)}
            # Facts are asserted through the private handle, because the public `post` fires only one rule.
            handle = host.get_ruleset(ruleset.name)._handle  # noqa: SLF001
            self._rulesets.setdefault(ruleset.fact, []).append((handle, named))

    def judge(self, fact: str, message: str) -> tuple[list[str], str | None]:
        """The ids of the rules that fire on one message, or the reason why it could not be judged."""
        self._count = (self._count + 1) % _IDS
        text = f'{{"id": "{self._count}", {message[1:]}'
        fired: set[str] = set()
        for handle, named in self._rulesets[fact]:
            try:
                fired.update(named[rule] for rule in self._fired(handle, text))
            except Exception as error:
                return [], f"The rules engine refused it ({type(error).__name__}: {str(error)[:100]})."
        return sorted(fired), None

    def _fired(self, handle: Any, text: str) -> list[str]:
        """Assert a fact, which fires every matching rule (a post fires only one), then retract it."""
        code, state = self._core.assert_fact(handle, text)
        if code == _NOT_HANDLED:
            return []
        if code == _OBSERVED:
            raise RuntimeError("a fact of this id is there")
        fired = []
        started = self._core.start_action_for_state(handle, state)
        action = started[1] if started else None
        while action:
            fired.append(action[2 : action.index('"', 2)])
            action = self._core.complete_and_start_action(handle, state)
        self._core.retract_fact(handle, text)
        return fired


def _nothing(_context: Any) -> None:
    """A placeholder: durable_rules requires each rule to have an action."""


_judge: _Judge | None = None
"""The judge of the child process; set when the child starts."""


def _prepare(compiled: Compiled) -> None:
    """Prepare the child: silence it and compile its rules."""
    global _judge  # noqa: PLW0603  # pebble passes nothing from initializer to task
    quiet()
    _judge = _Judge(compiled)


def _judge_in_child(messages: list[_Message]) -> _Answer:
    assert _judge is not None  # noqa: S101  # _prepare ran before any task
    return [_judge.judge(fact, message) for fact, message in messages]
