"""One module per format: bytes become a Document."""
