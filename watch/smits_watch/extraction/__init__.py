"""The limited child process in which files are read, and what comes out of it."""
