"""Lists of lifecycles and of price changes."""
