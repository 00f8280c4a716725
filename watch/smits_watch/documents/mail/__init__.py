"""Messages and invitations: e-mail, Outlook, signed and encrypted mail, calendar entries."""
