"""One screen for each mode, and the dialogs."""
