"""What can be wrong with an OSCAL file: each a sentence that names the file, the place in it, and what was expected."""

from __future__ import annotations

from pathlib import Path

from srm_desktop.domain.problems import Problem


class BadOscal(Problem):
    """A file that is not OSCAL, is damaged or hostile, or does not hold what it should."""


class OtherKind(BadOscal):
    """An OSCAL file of a kind that holds no controls; `kind` is its root, as "system-security-plan"."""

    def __init__(self, sentence: str, kind: str) -> None:
        super().__init__(sentence)
        self.kind = kind


class MissingImport(BadOscal):
    """A profile imports a file that was not found. `href` names it as the profile does; `profile` is the profile.

    Reading again with a `find` that answers this `href` with a local file goes on.
    """

    def __init__(self, sentence: str, href: str, profile: Path) -> None:
        super().__init__(sentence)
        self.href = href
        self.profile = profile


class ProfileCycle(BadOscal):
    """A chain of profiles that comes back to one of its own, or does not end."""
