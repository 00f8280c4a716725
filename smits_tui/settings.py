"""The settings in smits.toml."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator

from smits_rules.vocabulary import INPUT_KINDS, DeliverableKind, SmitsError
from smits_rules.vocabulary.severity import Severity
from smits_rules.vocabulary.suggestions import nearest
from smits_rules.vocabulary.topics import own_words_problem, topic_problem

REVIEW_MONTHS = 3
"""A strategy review is due this often unless the team says otherwise."""
MOST_REVIEW_MONTHS = 36
"""No longer than this."""


class SettingsError(SmitsError):
    """smits.toml is invalid; the message names the key."""

    exit_code = 2


class _Table(BaseModel):
    """Unknown keys are refused: they are typing errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


SCRYPT = "scrypt$"
"""How the hash of a passphrase begins."""


class Stakeholder(_Table):
    """A person whose agreement counts."""

    name: str = Field(min_length=1)
    role: str = ""
    email: str = ""
    notify: tuple[str, ...] = ()
    """Addresses for apprise at which this person is notified of triggers."""
    notify_severity: Severity | None = None
    """The lowest severity of which this person is notified; `notify.severity` if not set."""
    logins: tuple[str, ...] = ()
    """Logins, `kim` or `kim@host`, that act as this person; none: whoever may write in the workspace does."""
    passphrase: str = Field(default="", pattern=r"^$|^scrypt\$\d+\$\d+\$[\w+/=]+\$[\w+/=]+$", repr=False)
    """The hash of a passphrase, from `smits passphrase`: confirms this person if the login does not."""


class Calendar(_Table):
    """When things are due."""

    review_every_months: int = Field(default=REVIEW_MONTHS, ge=1, le=MOST_REVIEW_MONTHS)
    """A strategy review is due this often; the first one so long after the workspace began."""
    due: dict[DeliverableKind, dt.date] = Field(default_factory=dict)
    """Kind of deliverable -> day by which it is due, e.g. for the meeting of the board."""
    file: str = Field(default="", pattern=r"^$|^(deliverables/)?[^./\\:][^/\\:]*\.ics$")
    """A file in the workspace, or in `deliverables/`, that the watcher keeps up to date; blank: none."""


class InputFolder(_Table):
    """What is expected of one input folder."""

    expected_every_days: int | None = Field(default=None, ge=1)
    """Silence for longer than this raises a trigger; not set: nothing is expected."""
    columns: dict[str, str] = Field(default_factory=dict)
    """Meaning -> column header, where the program can't know it, e.g. `amount = "Betrag 2027"`."""


class Watching(_Table):
    """How the input folders are watched."""

    quiet_seconds: float = Field(default=1.0, gt=0, le=600)
    """A file is taken when it stayed the same for this long."""
    network_quiet_seconds: float = Field(default=5.0, gt=0, le=600)
    sweep_seconds: float = Field(default=60.0, gt=0, le=3600)
    polling: bool | None = None
    """True: always poll; not set: poll on network shares only."""
    max_megabytes: int = Field(default=100, ge=1)
    """A larger file is rejected."""


class AgreementRules(_Table):
    """How stakeholders agree."""

    quorum_pct: float = Field(default=100.0, gt=0, le=100)
    """The share of the stakeholders that must agree to a document, in percent."""
    confirmed: bool = False
    """True: only people with a login or a passphrase here agree, object, delegate and approve."""
    by_mail: bool = False
    """True: replies from stakeholders' addresses to requests count; SECURITY.md says what that trusts."""


class Notify(_Table):
    """Who is notified of triggers and problems."""

    addresses: tuple[str, ...] = ()
    """As apprise takes them: mailto://, slack://, dbus:// ...; stakeholders may have their own."""
    severity: Severity = "high"
    """The lowest severity that is sent; due reviews are always sent."""
    quiet: str = Field(default="", pattern=r"^$|^\d\d:\d\d-\d\d:\d\d$")
    """Hours without notifications, local time, e.g. `20:00-07:00`; they are sent afterwards."""
    digest_minutes: float = Field(default=15.0, ge=0, le=1440)
    """After a message, so long nothing is sent; what comes meanwhile is reported in one message."""
    retry_seconds: float = Field(default=60.0, ge=0.1, le=3600)
    """Before a message that did not arrive is tried again; doubled each time, up to an hour."""

    @field_validator("quiet")
    @classmethod
    def _hours(cls, text: str) -> str:
        for part in filter(None, text.split("-")):
            dt.time.fromisoformat(part)
        return text

    @property
    def quiet_hours(self) -> tuple[dt.time, dt.time] | None:
        """Start and end of the quiet hours, or None."""
        begin, _, end = self.quiet.partition("-")
        return (dt.time.fromisoformat(begin), dt.time.fromisoformat(end)) if end else None


class Signing(_Table):
    """Which SSH keys sign the end of the record."""

    key: str = ""
    """Path of a private key, or of the .pub file of one in ssh-agent; empty: nothing is signed."""
    signers: tuple[str, ...] = ()
    """Lines as in an allowed signers file of ssh-keygen(1): whose signatures are trusted."""


class ReadingLimits(_Table):
    """What reading one file may cost."""

    seconds: float = Field(default=20.0, gt=0, le=600)
    memory_megabytes: int = Field(default=2048, ge=256)


OF_THE_MACHINE = frozenset({"watch", "reading", "notify", "ledger", "keys", "signing"})
"""Settings of one machine or person: they change nothing of what is recorded, so a team may differ."""


class Settings(_Table):
    """The whole of smits.toml."""

    organisation: str = Field(min_length=1)
    jurisdictions: tuple[str, ...] = ()
    """ISO 3166 country codes and EU: where regulations bind the organisation."""
    topic_words: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Topic -> words that the organisation uses for it; stands before the topics, which may be such words."""
    topics: tuple[str, ...] = ()
    """Regulations on these count; none: all of the jurisdictions do."""
    currency: str = Field(default="", pattern=r"^$|^[A-Z]{3}$")
    """ISO 4217 code that the organisation's amounts are in."""
    fiscal_year_start: int = Field(default=1, ge=1, le=12)
    """Month in which the fiscal year begins."""
    also_known_as: tuple[str, ...] = ()
    """Other names by which files refer to the organisation."""
    parties: tuple[str, ...] = ()
    """Customers, competitors and partners whose deals concern the organisation."""
    ledger: str = Field(default="file", min_length=1)
    """What keeps the record: `file`, or the address of a PostgreSQL database, without a password."""
    stakeholders: tuple[Stakeholder, ...] = ()
    calendar: Calendar = Field(default_factory=Calendar)
    inputs: dict[str, InputFolder] = Field(default_factory=dict)
    watch: Watching = Field(default_factory=Watching)
    reading: ReadingLimits = Field(default_factory=ReadingLimits)
    notify: Notify = Field(default_factory=Notify)
    agreement: AgreementRules = Field(default_factory=AgreementRules)
    signing: Signing = Field(default_factory=Signing)
    keys: dict[str, str] = Field(default_factory=dict)
    """Name of an action of the interface -> the key that does it instead of the usual one, e.g.
    `"triggers.accept" = "ctrl+y"`."""

    @field_validator("ledger")
    @classmethod
    def _no_password(cls, address: str) -> str:
        if problem := password_problem(address):
            raise ValueError(problem)
        return address

    @field_validator("inputs")
    @classmethod
    def _kinds(cls, folders: dict[str, InputFolder]) -> dict[str, InputFolder]:
        for name in folders:
            if name not in INPUT_KINDS:
                best = nearest(name, list(INPUT_KINDS), at_least=70)
                hint = f"did you mean '{best}'?" if best else f"choose one of {', '.join(INPUT_KINDS)}"
                raise ValueError(f"'{name}' is not an input kind; {hint}")
        return folders

    @field_validator("topic_words")
    @classmethod
    def _topic_words(cls, words: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        if problem := own_words_problem(words):
            raise ValueError(problem)
        return words

    @field_validator("topics")
    @classmethod
    def _topics(cls, topics: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        own = info.data.get("topic_words", {})
        for problem in filter(None, (topic_problem(topic, own) for topic in topics)):
            raise ValueError(problem)
        return topics

    @property
    def due(self) -> dict[str, dt.date]:
        """Kind of deliverable -> day by which it is due."""
        return {str(kind): day for kind, day in self.calendar.due.items()}

    @property
    def expected_days(self) -> dict[str, int]:
        """Input kind -> an input is expected this often, in days."""
        return {
            kind: folder.expected_every_days
            for kind, folder in self.inputs.items()
            if folder.expected_every_days is not None
        }

    def columns(self, kind: str) -> dict[str, str]:
        """The column mapping of a folder: meaning -> header."""
        return next((dict(folder.columns) for name, folder in self.inputs.items() if name == kind), {})


def password_problem(address: str) -> str:
    """Why the address of a record can't be used, a clause; blank if it has no password that can be seen.

    Settings are recorded, and what is recorded can't be taken back.
    """
    try:
        parts = urlsplit(address)
    except ValueError as error:
        return f"it can't be understood ({str(error)[:1].lower()}{str(error)[1:]})"
    if parts.password or "password" in parse_qs(parts.query, keep_blank_values=True):
        return (
            "it contains a password; put that into ~/.pgpass, or a file that PGPASSFILE names, and "
            "remove it here"
        )
    return ""


def load_settings(path: Path) -> Settings:
    """Read and check smits.toml.

    Raises:
        SettingsError: it is missing, no TOML, or a key is unknown or wrong; the message names it.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(
            f"{path} can't be read ({error.strerror}); `smits init` creates a workspace."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not valid TOML: {error}.") from error
    try:
        return Settings.model_validate(content)
    except ValidationError as error:
        raise SettingsError(f"{path}: {_sentence(error)}") from error


def _sentence(error: ValidationError) -> str:
    first = error.errors()[0]
    setting = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"'{setting}' is not a setting{_did_you_mean(first['loc'])}."
    message = str(first["msg"])
    return f"'{setting}' is wrong: {message[0].lower()}{message[1:]}."


def _did_you_mean(location: tuple[Any, ...]) -> str:
    names = {
        name
        for table in (
            Settings,
            Stakeholder,
            Calendar,
            InputFolder,
            Watching,
            ReadingLimits,
            Notify,
            AgreementRules,
            Signing,
        )
        for name in table.model_fields
    }
    best = nearest(str(location[-1]), sorted(names), at_least=70)
    return f"; did you mean '{best}'?" if best else ""
