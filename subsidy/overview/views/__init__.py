"""Start pages, navigation, the demo date and the pages about this site."""

from subsidy.overview.views import chances, demo_date, pages, search, start, workbooks
from subsidy.overview.views.blueprint import bp
from subsidy.overview.views.menu import navigation

__all__ = ["bp", "chances", "demo_date", "navigation", "pages", "search", "start", "workbooks"]
