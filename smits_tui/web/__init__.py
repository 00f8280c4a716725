"""The interface in a browser: who may come in, and the server that shows it."""
