"""Whether two inputs mean the same company, product, survey or version of a file."""
