"""The first judge: durable_rules, in a child process of its own."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future, wait
from dataclasses import dataclass
from multiprocessing import resource_tracker
from typing import Any, Self

from pebble import ProcessExpired, ProcessPool

from smits_rules.compiling import Compiled, compile_rules
from smits_rules.rule import Pack
from smits_rules.values import UnfitValue
from smits_rules.vocabulary import Fact, SmitsError

BATCH = 200
"""Facts that the child judges in one call; 30 ms of work for 1,000 rules."""
_START_SECONDS = 60.0
"""Compiling 1,000 rules takes a second; a machine that is busy takes longer."""
_GRACE_SECONDS = 3.0
"""Beyond a task's own limit; then it is taken for lost."""
_IDS = 1_000
"""Messages are named by a short number that comes round again: durable_rules hashes ids to 32 bits."""

_Answer = list[tuple[list[str], str | None]]


class EngineUnavailable(SmitsError):
    """The rules engine can't be started."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the engine says of one fact."""

    fired: frozenset[str]
    """Ids of the rules that fire."""
    refused: str | None = None
    """Why it could not be judged, as a sentence."""


class Engine:
    """Judges facts by the rules of a pack; a context manager.

    The child is started with the first facts, and again whenever it died or took too long.
    """

    def __init__(self, pack: Pack, timeout: float = 2.0) -> None:
        """Make an engine.

        Args:
            pack: the rules.
            timeout: seconds that a batch of facts, and then each fact of it alone, may take.
        """
        self._compiled = compile_rules(pack.rules)
        self._timeout = timeout
        self._pool: ProcessPool | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """The child's process id; it is started if need be."""
        return int(self._ask(os.getpid, (), _START_SECONDS))

    def stop(self) -> None:
        """End the child at once."""
        pool, self._pool = self._pool, None
        if pool is not None:
            _end(pool)

    def judge(self, facts: Sequence[Fact]) -> list[Verdict]:
        """Say which rules fire on each fact.

        A fact that the engine can't take is refused, and so is one that kills it or takes too long alone.

        Args:
            facts: of any type; no rule fires on a type that none speaks of.

        Returns:
            One verdict for each fact, in their order.

        Raises:
            EngineUnavailable: the child can't be started.
        """
        verdicts = [Verdict(frozenset()) for _ in facts]
        waiting: list[tuple[int, str, dict[str, Any]]] = []
        for index, fact in enumerate(facts):
            if fact.fact not in self._compiled.shapes:
                continue
            try:
                waiting.append((index, fact.fact, self._compiled.message(fact)))
            except UnfitValue as error:
                verdicts[index] = Verdict(frozenset(), str(error))
        for start in range(0, len(waiting), BATCH):
            batch = waiting[start : start + BATCH]
            answers = self._judge([(fact, message) for _, fact, message in batch])
            for (index, _, _), (fired, refused) in zip(batch, answers, strict=True):
                verdicts[index] = Verdict(frozenset(fired), refused)
        return verdicts

    def _judge(self, messages: list[tuple[str, dict[str, Any]]]) -> _Answer:
        """Judge a batch; where that fails, each of its facts alone: only the guilty one is refused."""
        try:
            answer: _Answer = self._ask(_judge_in_child, (messages,), self._timeout)
        except TimeoutError:
            refused = f"The rules engine took longer than {self._timeout:g} s."
        except ProcessExpired as error:
            refused = f"The rules engine ended with code {error.exitcode}."
        else:
            return answer
        if len(messages) == 1:
            return [([], refused)]
        return [self._judge([message])[0] for message in messages]

    def _ask(self, function: Callable[..., Any], args: tuple[Any, ...], seconds: float) -> Any:
        """The child's answer; a pool that broke while it was idle is replaced once."""
        for attempt in (1, 2):
            try:
                future: Future[Any] = self._running().schedule(function, args=args, timeout=seconds)
                return _result(future, seconds)
            except RuntimeError as error:
                self.stop()
                if attempt == 2:
                    raise EngineUnavailable(
                        "The rules engine can't be started; run `smits doctor`."
                    ) from error
        raise AssertionError

    def _running(self) -> ProcessPool:
        if self._pool is None or not self._pool.active:
            self.stop()
            self._pool = self._start()
        return self._pool

    def _start(self) -> ProcessPool:
        with _real_stderr():
            resource_tracker.ensure_running()
        pool = ProcessPool(
            max_workers=1,
            initializer=_prepare,
            initargs=(self._compiled,),
            context=multiprocessing.get_context("spawn"),
        )
        try:
            pool.schedule(os.getpid).result(timeout=_START_SECONDS)
        except (TimeoutError, RuntimeError, ProcessExpired) as error:
            _end(pool)
            raise EngineUnavailable("The rules engine can't be started; run `smits doctor`.") from error
        return pool


def _result(future: Future[Any], seconds: float) -> Any:
    """Wait for a task, but not forever: pebble loses one that is scheduled while it finds its child dead.

    Raises:
        BrokenExecutor: the task was lost.
        TimeoutError: the task took too long.
        ProcessExpired: the child died of it.
    """
    done, _ = wait([future], timeout=seconds + _GRACE_SECONDS)
    if not done:
        raise BrokenExecutor
    return future.result()


def _end(pool: ProcessPool) -> None:
    stop: Callable[[], object] = pool.stop
    stop()
    pool.join()


@contextlib.contextmanager
def _real_stderr() -> Iterator[None]:
    """Multiprocessing's tracker is handed stderr's descriptor; a terminal interface's stand-in has none."""
    with contextlib.redirect_stderr(sys.__stderr__):
        yield


class _Judge:
    """durable_rules with all rulesets; lives in the child, on its main thread."""

    def __init__(self, compiled: Compiled) -> None:
        from durable import engine

        class Quiet(engine.Host):  # type: ignore[misc]  # durable_rules has no types
            """A host without the timer threads that would run rules at any time."""

            def _run(self) -> None:
                pass

        self._unhandled = engine.MessageNotHandledException
        self._fired: list[str] = []
        self._count = 0
        self._names: dict[str, list[str]] = {}
        self._host = Quiet()
        for ruleset in compiled.rulesets:
            rules = {
                f"r{number}": {"all": [{"m": expression}], "run": self._collector(rule)}
                for number, (rule, expression) in enumerate(ruleset.rules)
            }
            self._host.set_rulesets({ruleset.name: rules})
            self._names.setdefault(ruleset.fact, []).append(ruleset.name)

    def judge(self, fact: str, message: dict[str, Any]) -> tuple[list[str], str | None]:
        """The ids of the rules that fire on one message, or why it could not be judged."""
        self._fired.clear()
        self._count = (self._count + 1) % _IDS
        for ruleset in self._names[fact]:
            trouble = self._assert(ruleset, {**message, "id": str(self._count)})
            if trouble:
                return [], trouble
        return sorted(set(self._fired)), None

    def _collector(self, rule: str) -> Callable[[Any], None]:
        def collect(_context: Any) -> None:
            self._fired.append(rule)

        return collect

    def _assert(self, ruleset: str, message: dict[str, Any]) -> str | None:
        """Assert a fact, which fires every rule that it meets (a post fires one), and take it back."""
        try:
            self._host.assert_fact(ruleset, message)
        except self._unhandled:
            return None
        except Exception as error:
            return f"The rules engine refused it ({type(error).__name__}: {str(error)[:100]})."
        swallowed = getattr(self._host.get_state(ruleset), "exception", None)
        self._host.retract_fact(ruleset, message)
        return f"A rule failed in the engine ({str(swallowed)[:100]})." if swallowed else None


_judge: _Judge | None = None
"""Of the child; set when it starts."""


def _prepare(compiled: Compiled) -> None:
    """Make the child ready: Ctrl-C is the parent's, and nothing is printed."""
    global _judge  # noqa: PLW0603  # pebble hands nothing from initializer to task
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)
    _judge = _Judge(compiled)


def _judge_in_child(messages: list[tuple[str, dict[str, Any]]]) -> _Answer:
    assert _judge is not None  # noqa: S101  # _prepare ran before any task
    return [_judge.judge(fact, message) for fact, message in messages]
