"""Many facts summarised in one: audits, service levels, and the overall situation."""
