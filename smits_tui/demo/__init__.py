"""A sample organisation with a year of inputs."""
