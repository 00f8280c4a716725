"""What a person or the daemon may do: look at the state, check that it is allowed, append entries."""
