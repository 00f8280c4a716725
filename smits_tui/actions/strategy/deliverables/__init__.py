"""Deliverables: writing their sections, submitting, approving and publishing them."""
