"""What a text about acts is: whether it is about one, what the act does, and its topics."""
