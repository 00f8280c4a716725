"""Laws, rules and other acts: their numbers, where they bind, what they do, and from when on."""
