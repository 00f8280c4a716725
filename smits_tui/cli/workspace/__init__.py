"""Commands for the workspace as a whole: creating, showing, checking and serving it."""
