"""Advisories, lifecycles and vulnerabilities that are published as data."""
