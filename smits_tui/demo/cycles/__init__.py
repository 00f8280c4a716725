"""What people do in the two cycles of the sample story."""
