"""Dates, as `prose` reads them."""

from smits_watch.prose.dates import DateMention, date_of, find_dates
from smits_watch.prose.sentences import split_sentences as sentences

__all__ = ["DateMention", "date_of", "find_dates", "sentences"]
