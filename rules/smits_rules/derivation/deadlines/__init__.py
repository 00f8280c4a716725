"""Due dates: regulations, opportunities, reviews, deliverables and the execution of the strategy."""
