"""A share of a full build, made in a process of its own: Django is set up there before the portal is loaded."""

import importlib
import os
from collections.abc import Iterator

import django

from gongkai.publisher.files import Blob, File


def make(share: str, *args: object) -> Iterator[File | Blob]:
    """Give the files of one share (see ``portal.parts``)."""
    if os.environ.get("DJANGO_SETTINGS_MODULE") == "gongkai.project.settings":
        os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.project.settings_lean"
    django.setup()
    yield from getattr(importlib.import_module("gongkai.portal.parts"), share)(*args)
