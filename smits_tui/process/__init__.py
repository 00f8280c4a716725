"""The process, pure: what may be recorded, and how entries are folded into state."""
