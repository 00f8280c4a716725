"""Advisories, lifecycles and vulnerabilities published as data."""
