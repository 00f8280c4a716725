"""From a folder to facts: notice a file, wait until it is whole, read it, say what it states."""
