"""`python -m moothall`: the same as `moothall`."""

from moothall.cli import main

main()
