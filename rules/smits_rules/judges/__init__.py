"""The two judges: durable_rules decides, the explanation says why."""
