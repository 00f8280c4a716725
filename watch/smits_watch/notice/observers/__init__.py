"""Events of the operating system, and what proves that they still arrive."""
