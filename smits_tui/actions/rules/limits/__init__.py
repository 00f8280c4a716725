"""The limits of the rules: how far the facts are from them, and changing one."""
