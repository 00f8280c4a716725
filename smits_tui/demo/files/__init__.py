"""The files that arrive in the sample story, and when."""
