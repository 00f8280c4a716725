"""Goals, objectives and opportunities in prose: headings, lists and bold beginnings that state them."""
