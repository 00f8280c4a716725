"""Pictures of what stands in the tables of a document."""
