"""Rules of addresses that cost little at the start."""

from collections.abc import Callable
from functools import cache

from werkzeug.routing import Rule


class LateRule(Rule):
    """Compiles how to write its address when one is first asked for.

    Werkzeug does so twice for every rule at the start, which takes 0.1 s for our 300; recognising
    an address does not need it.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:  # noqa: FBT001, FBT002 - Werkzeug's
        @cache
        def compiled() -> Callable[..., tuple[str, str]]:
            return super(LateRule, self)._compile_builder(append_unknown)

        return lambda rule, /, **values: compiled()(rule, **values)
