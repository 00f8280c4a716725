"""Outside events that concern the organisation's own services and vendors."""
