"""``python -m subsidy.cli`` is the ``subsidy`` command."""

from subsidy.cli.main import main

raise SystemExit(main())
