"""What a person or the daemon may do: check the state, check that the action is allowed, append entries."""
