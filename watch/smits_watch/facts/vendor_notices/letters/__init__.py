"""Vendors' letters, mails and articles: what is announced of which product, and when it takes effect."""
