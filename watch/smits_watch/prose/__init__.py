"""What prose says: letters unwrapped, sentences, names, versions, dates and amounts with their roles."""
