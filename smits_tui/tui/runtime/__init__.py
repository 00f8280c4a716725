"""What keeps the interface running: failures, hang-ups, idle moments, work in threads, its own watcher."""
