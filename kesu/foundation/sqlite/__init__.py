"""The SQLite database engine of Kesu (``ENGINE = "kesu.foundation.sqlite"``)."""
