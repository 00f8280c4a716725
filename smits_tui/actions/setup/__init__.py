"""The first run: making a workspace."""
