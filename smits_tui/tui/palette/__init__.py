"""The command palette: actions of screens and of the workspace, and the search in the record."""
