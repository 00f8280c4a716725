"""The first run: creating a workspace."""
