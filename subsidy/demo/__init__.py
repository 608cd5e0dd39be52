"""The demo programme: made once, by the services that people use, from a seed.

Names and texts are always the same; only identifiers are drawn anew.
"""

from subsidy.demo.building import build, exists
from subsidy.demo.people import sign_ins

__all__ = ["build", "exists", "sign_ins"]
