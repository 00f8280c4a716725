"""Charts of the tables in a document."""
