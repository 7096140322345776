"""Tables in files: reading them as people send them, writing them as people open them."""
