"""Receiving, reading, correcting and adding inputs."""
