"""The process, pure: what may be recorded, and how entries fold into state."""
