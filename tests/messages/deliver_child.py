"""A worker to be killed: ``python deliver_child.py MOMENT`` delivers what is due at that moment, once it is told to go."""

import datetime as dt
import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.project.settings"

import django

django.setup()

from gongkai.messages.delivering import deliver  # noqa: E402

sys.stdout.write("ready\n")
sys.stdout.flush()
sys.stdin.readline()
deliver(at=dt.datetime.fromisoformat(sys.argv[1]), is_working_day=lambda day: True)
