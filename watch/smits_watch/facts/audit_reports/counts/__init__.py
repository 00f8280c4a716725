"""Reports that count findings, in sentences or tables, instead of listing them."""
