"""Keeps the interface running: failures, hang-ups, idle moments, background work, its own watcher."""
