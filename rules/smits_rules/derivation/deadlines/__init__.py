"""What falls due: regulations, opportunities, reviews, deliverables and the work on the strategy."""
