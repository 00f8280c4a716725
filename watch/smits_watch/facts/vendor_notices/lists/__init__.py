"""Lists of lifecycles and of prices."""
