"""Agreement to deliverables: by whom, confirmed by what, and the receipt that proves it."""
