"""The derived facts, one module for each part of the field."""
