"""What is asked when a workspace is made, and how answers are typed and summed up."""
