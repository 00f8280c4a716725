"""Findings in tables: the auditor's grades, follow-up lists, summaries that only count."""
