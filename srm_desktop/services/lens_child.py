"""What a frozen program becomes when it is started to read files for looks: see `exchange.lens.command`."""

from __future__ import annotations


def serve() -> None:
    """Read files as the other end asks, until it is gone."""
    from srm_desktop.exchange.lens.child import main

    main()
