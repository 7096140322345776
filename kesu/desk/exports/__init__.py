"""Lists that leave the house: columns as data, rows already cut to the reader and masked (B06)."""
