"""The cycle, its deliverables and records, and agreement to them."""
