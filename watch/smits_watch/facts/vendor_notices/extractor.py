"""Extracts vendor notices from letters, e-mails, lifecycle tables and security advisories."""

from __future__ import annotations

from smits_rules.vocabulary import VendorNotice
from smits_watch.documents.document import Document
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.extraction import Extraction, list_proof
from smits_watch.facts.question import FileQuestion
from smits_watch.facts.typed_answers import typed_facts
from smits_watch.facts.vendor_notices.day_doubts import day_question, with_only_day
from smits_watch.facts.vendor_notices.doubts import name_question, with_only_name
from smits_watch.facts.vendor_notices.feeds.advisories import advisories
from smits_watch.facts.vendor_notices.feeds.lifecycles import lifecycle, price_changes
from smits_watch.facts.vendor_notices.feeds.vulnerabilities import vulnerability_records
from smits_watch.facts.vendor_notices.letters.announcements.renames import renamed_in
from smits_watch.facts.vendor_notices.letters.announcements.roadmaps import roadmap_in
from smits_watch.facts.vendor_notices.letters.letter_analysis import (
    LetterReading,
    answers_itself,
    concerns_us,
    is_about_nothing,
    is_template,
    read_letter,
)
from smits_watch.facts.vendor_notices.letters.letter_notices import notices_in
from smits_watch.facts.vendor_notices.letters.names.subjects import main_products
from smits_watch.facts.vendor_notices.letters.questions import (
    date_question,
    end_question,
    is_unclear,
    is_unread,
    is_vague,
    message_question,
    product_question,
)
from smits_watch.facts.vendor_notices.lists.contracts import contract_list
from smits_watch.facts.vendor_notices.lists.lifecycles import date_question as date_question_of_list
from smits_watch.facts.vendor_notices.lists.lifecycles import lifecycle_lists
from smits_watch.facts.vendor_notices.lists.messages import notice_list
from smits_watch.facts.vendor_notices.lists.prices import price_list
from smits_watch.facts.vendor_notices.takeovers import takeovers_in
from smits_watch.prose.names import find_names
from smits_watch.tables.text_tables import with_text_tables


def extract(document: Document, context: ExtractionContext) -> Extraction:
    """Extract the notices of a document.

    Args:
        document: an advisory in CSAF, a table of lifecycle dates, or a letter.
        context: configured headers for product, version, vendor and the kinds of end; the portfolio.

    Returns:
        A `vendor-notice` per product and kind of change: stated by an advisory or a list, or inferred
        from a letter; a question if a relevant letter has an unclear message, date or product.
    """
    return _extract(document, context, "vendor-notices")


def extract_strategies(document: Document, context: ExtractionContext) -> Extraction:
    """Extract a vendor's strategy: its roadmap, and the notices in it.

    Args:
        document: a roadmap, a strategy, an article, or the same as for `extract`.
        context: as for `extract`.
    """
    return _extract(document, context, "vendor-strategies")


def _extract(document: Document, context: ExtractionContext, kind: str) -> Extraction:
    stated = [
        *(advisories(document) or vulnerability_records(document)),
        *lifecycle(document),
        *price_changes(document),
    ]
    if stated:
        return Extraction(kind, tuple(stated))
    document = with_text_tables(document)
    listed = _listed(document, context, kind)
    if listed is not None:
        return listed
    reading = read_letter(document, context.profile)
    if reading is None:
        return Extraction(kind, warnings=("It has no text that could be a notice.",))
    return _letter(document, reading, context, kind)


def _listed(document: Document, context: ExtractionContext, kind: str) -> Extraction | None:
    """The notices in lists of lifecycles or prices; None if the document has none."""
    contracts = contract_list(document, context)
    lists = lifecycle_lists(document, context) if contracts is None else []
    notices = [notice for listed in lists if not listed.doubtful_dates for notice in listed.notices]
    notices += contracts or []
    questions = []
    for index, listed in enumerate(lists):
        if listed.doubtful_dates:
            both = (lifecycle_lists(document, context, month_first=first)[index] for first in (False, True))
            question = date_question_of_list(listed, *both)
            settlement = context.settle(question) if question else None
            if question is None:
                notices += listed.notices
            elif settlement is None:
                questions.append(question)
            elif settlement.candidate is not None:
                notices += [fact for fact in settlement.candidate.facts if isinstance(fact, VendorNotice)]
    if not (notices or questions):
        notices += notice_list(document, context)
    if not (document.passages or notices):
        notices += price_list(document, context)
    if not (notices or questions):
        return None
    facts = tuple(_of_sender(notices, document, context))
    return Extraction(kind, facts, questions=tuple(questions), proofs=list_proof(facts))


def _of_sender(
    notices: list[VendorNotice], document: Document, context: ExtractionContext
) -> list[VendorNotice]:
    """The notices of a list in a mail, completed with the mail's vendor and date."""
    reading = read_letter(document, context.profile)
    if reading is None or not reading.letter.mail:
        return notices
    return [
        notice.model_copy(
            update={
                "vendor": notice.vendor or reading.vendor,
                "announced": notice.announced or reading.written,
            }
        )
        for notice in notices
    ]


def _letter(document: Document, reading: LetterReading, context: ExtractionContext, kind: str) -> Extraction:
    if is_template(reading):
        return Extraction(kind, nothing_stated=is_about_nothing(reading))
    notices = _with_prices(notices_in(document, reading), document, reading, context)
    roadmap = roadmap_in(document, reading, strategy=kind == "vendor-strategies")
    if roadmap is not None and (not notices or kind == "vendor-strategies"):
        notices = [roadmap, *(notice for notice in notices if notice.effective_date)]
    notices = notices or list(takeovers_in(document, reading, context.profile))
    if all(_may_be_renaming(notice) for notice in notices):
        renamed = renamed_in(document, reading)
        notices = notices if renamed is None else [renamed]
    if not notices:
        return _without_notices(document, reading, context, kind)
    if is_vague(reading, notices):
        return _settled(message_question(document, reading), context, kind)
    notices = with_only_day(reading, with_only_name(reading, notices))
    question = date_question(reading, notices) or end_question(reading, notices)
    if question is None and len(notices) == 1:
        question = product_question(reading, notices[0], context.profile)
    question = question or name_question(reading, notices)
    extraction = Extraction(kind, tuple(notices)) if question is None else _settled(question, context, kind)
    named = [fact for fact in extraction.facts if isinstance(fact, VendorNotice)]
    if question is not None and (not named or question.topic == "date"):
        return extraction
    question = day_question(reading, named)
    return extraction if question is None else _settled(question, context, kind)


def _may_be_renaming(notice: VendorNotice) -> bool:
    """Whether words for a change in general may tell of a new name: `what you need to update`."""
    return notice.notice in ("other", "breaking-change") and not notice.version


def _with_prices(
    notices: list[VendorNotice], document: Document, reading: LetterReading, context: ExtractionContext
) -> list[VendorNotice]:
    """The notices completed with the change in a table of old and new prices."""
    products = [mention.name for mention in main_products(reading)]
    products += [mention.name for mention in find_names(reading.title.text)]
    subject = next((notice.product for notice in notices if notice.product), "") or next(iter(products), "")
    changes = price_list(document, context, subject=subject)
    if not changes:
        return notices
    price_notice = next((notice for notice in notices if notice.notice == "price-change"), None)
    if price_notice is None:
        return [*notices, *changes]
    if price_notice.price_change_pct is not None:
        return notices
    day = price_notice.effective_date
    dated = [
        change.model_copy(
            update={"effective_date": change.effective_date or day, "announced": price_notice.announced}
        )
        for change in changes
    ]
    return [*(notice for notice in notices if notice is not price_notice), *dated]


def _without_notices(
    document: Document, reading: LetterReading, context: ExtractionContext, kind: str
) -> Extraction:
    nothing = is_about_nothing(reading)
    if nothing and not answers_itself(reading):
        return Extraction(kind, nothing_stated=nothing)
    if concerns_us(reading, context.profile) or is_unclear(reading) or is_unread(reading):
        return _settled(message_question(document, reading), context, kind)
    return Extraction(
        kind, warnings=("It names neither a product nor a change to one; its message is unclear.",)
    )


def _settled(question: FileQuestion, context: ExtractionContext, kind: str) -> Extraction:
    """The facts of a remembered answer, or the question."""
    settlement = context.settle(question)
    if settlement is None:
        return Extraction(kind, questions=(question,))
    if settlement.candidate is not None and settlement.candidate.facts:
        return Extraction(kind, settlement.candidate.facts, settlement.candidate.summary)
    typed = typed_facts(question, settlement.answer.choice) if settlement.answer.typed else ()
    if typed or (settlement.answer.typed and question.topic in ("product", "date")):
        return Extraction(kind, typed, questions=() if typed else (question,))
    return Extraction(kind, nothing_stated="It contains nothing of interest, according to an earlier answer.")
