"""Slides (PPTX) from Markdown: the pages of a document, the layout of its tables, and the deck."""
