"""The real settings with a data folder of the test run's own, removed at its end."""

import atexit
import os
import shutil
import tempfile

if "GONGKAI_TEST_DATA" in os.environ:  # keep a folder between runs, with pytest --reuse-db
    os.environ["GONGKAI_DATA"] = os.environ["GONGKAI_TEST_DATA"]
else:
    os.environ["GONGKAI_DATA"] = tempfile.mkdtemp(prefix="gongkai-test-")
    atexit.register(shutil.rmtree, os.environ["GONGKAI_DATA"], ignore_errors=True)

from gongkai.project.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
