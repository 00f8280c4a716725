"""Forms: fields that are checked while typing, and a text of several lines."""
