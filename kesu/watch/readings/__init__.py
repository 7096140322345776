"""What was read in the words of a case, and what it comes to."""
