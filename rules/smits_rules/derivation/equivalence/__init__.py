"""Whether two inputs are about the same company, product or survey, or versions of one file."""
