"""What came in by file, row by row."""
