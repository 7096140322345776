"""What is done about the people who work here: hired, moved, let in, away, on duty."""
