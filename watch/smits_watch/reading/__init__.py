"""A file becomes a document, and in a child process of its own a document becomes facts."""
