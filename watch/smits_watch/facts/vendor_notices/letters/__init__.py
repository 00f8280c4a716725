"""Vendors' letters, mails and articles: which product they concern, what they announce, and from when."""
