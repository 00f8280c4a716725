"""The two judges: durable_rules decides, and the explanation gives the reasons."""
