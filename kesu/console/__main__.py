"""``python -m kesu.console``: the command where its script is not at hand."""

from kesu.console import main

if __name__ == "__main__":
    main()
