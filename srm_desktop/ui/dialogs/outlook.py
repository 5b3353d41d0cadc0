"""How controls fall, in a sentence."""

from __future__ import annotations

from srm_desktop.domain.rollup import Coverage


def outlook_sentence(counts: Coverage, services: int) -> str:
    """What a choice of services makes of the controls: how many are shared, yours and AWS's."""
    if not services:
        return (
            f"No service is chosen yet, so nothing is inherited: all {counts.controls} controls are yours. "
            "You can choose services at any time."
        )
    parts = f"{counts.shared} shared with AWS, {counts.customer} yours, {counts.inherited} inherited from AWS"
    return f"{counts.controls} controls: {parts}."
