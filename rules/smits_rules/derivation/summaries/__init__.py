"""Many facts summed up in one: audits, service levels, and the situation as a whole."""
