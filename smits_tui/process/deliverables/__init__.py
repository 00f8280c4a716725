"""The five deliverables: sections, content, agreement, staleness and status."""
