"""The scores of a survey: computed from its answers, or as stated in a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from smits_rules.vocabulary import Feedback
from smits_watch.documents.document import Document
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.customer_feedback.answer_columns import AnswerColumns
from smits_watch.facts.customer_feedback.distribution import options_of
from smits_watch.facts.customer_feedback.option_shares import OptionShares
from smits_watch.facts.customer_feedback.sentences import scores_in_sentences
from smits_watch.facts.extraction import Extraction
from smits_watch.tables.layout import layouts_of
from smits_watch.tables.text_tables import with_text_tables


def extract(document: Document, context: ExtractionContext) -> Extraction:
    """Extract the scores from the tables of a document, or else from its sentences.

    A column of answers from 0 to 10 to the question whether one would recommend gives the net promoter
    score; a column of ratings gives their mean. A table of scores gives each score, whether its columns are
    measures or periods. Codes for `no answer` are left out.

    Args:
        document: a survey's answers, one per row, or a table of scores.
        context: configured headers for `score`, `segment` and `period`.

    Returns:
        A `feedback` per measure, segment and period; the summary has `scores` by
        `<measure>/<segment or all>/<period>`.
    """
    document = with_text_tables(document)
    feedbacks: list[Feedback] = []
    proofs: list[str] = []
    for table in document.tables:
        for layout in layouts_of(table):
            reader = SurveyScores(document, layout, context)
            scores = reader.feedback()
            feedbacks.extend(scores)
            proofs.extend([reader.proof(scores)] if scores else [])
    feedbacks = _without_doubt(feedbacks) or list(scores_in_sentences(document))
    by_name = {f"{score.measure}/{score.segment or 'all'}/{score.period}": score.score for score in feedbacks}
    warnings = () if feedbacks else ("No scores were found; name their column in smits.toml.",)
    return Extraction(
        "customer-feedback", tuple(feedbacks), {"scores": by_name}, warnings, proofs=tuple(proofs)
    )


def _without_doubt(scores: Sequence[Feedback]) -> list[Feedback]:
    """The same, `inferred` where the file gives several scores of the same measure, segment and period."""
    stated: dict[tuple[str, str, str], set[float]] = defaultdict(set)
    for score in scores:
        stated[score.measure, score.segment, score.period].add(score.score)
    return [
        score.model_copy(update={"confidence": "inferred"})
        if len(stated[score.measure, score.segment, score.period]) > 1
        else score
        for score in scores
    ]


class SurveyScores(OptionShares, AnswerColumns):
    """The scores of a region, however they are stated."""

    def feedback(self) -> list[Feedback]:
        """The scores of a region; stated scores take precedence over those computed from answers."""
        options = options_of(self.layout.columns)
        if options:
            return self._of_options(options)
        if self._are_shares_of_a_whole() and not any(self._bands()):
            return []
        stated = (
            list(self._bands())
            or list(self._listed())
            or list(self._by_period())
            or list(self._by_group())
            or list(self._cross_table())
        )
        self.are_worked_out = not stated
        return stated or list(self._columns())

    def proof(self, scores: Sequence[Feedback]) -> str:
        """The proof of the region's scores, or a statement that there is none."""
        answers = max((score.responses or 0 for score in scores), default=0)
        if self.are_worked_out and answers:
            return f"Calculated from {answers:,} answers; the file states no score to compare with."
        return f"Nothing in the file confirms the scores ({len(scores)}) that it states."
