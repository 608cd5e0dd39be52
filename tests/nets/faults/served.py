"""The application for the production server, on the database that a test names."""

import os

from subsidy.app import create_app
from subsidy.config import Settings
from tests.nets.world import SECRET

app = create_app(Settings(os.environ["FAULTS_DATABASE"], SECRET, demo=True))
app.config["WTF_CSRF_ENABLED"] = False
