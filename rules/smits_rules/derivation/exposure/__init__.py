"""What of outside events concerns the organisation's own services and vendors."""
