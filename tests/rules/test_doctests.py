"""Every example in the rules runs."""

import doctest
import importlib
import pkgutil

import pytest

import gongkai.rules

MODULES = sorted(found.name for found in pkgutil.iter_modules(gongkai.rules.__path__, "gongkai.rules."))


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
