"""What some announcements say beyond product and day: prices, new names, plans, vulnerabilities."""
