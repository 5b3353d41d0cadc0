"""`python -m srm_desktop` is the same as `srm-desktop`."""

import sys

from srm_desktop.cli import main

if __name__ == "__main__":
    sys.exit(main())
