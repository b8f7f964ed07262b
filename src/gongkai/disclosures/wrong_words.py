"""The wrong words that every draft is held against: the department's own list, edited at the desk.

It begins with well-known slips (``data/wrong_words.csv``), chosen so that they hardly ever accuse a right text.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import models

SHIPPED = Path(__file__).parent / "data" / "wrong_words.csv"


class Severity(models.TextChoices):
    """How grave a wrong word is."""

    ERROR = "error", "必须改正"
    WARNING = "warning", "提示核对"


class WrongWord(models.Model):
    """One wrong word, what is meant, and the longer wordings (one a line) in which it is right after all."""

    wrong = models.CharField("错误写法", max_length=60, unique=True)
    right = models.CharField("正确写法", max_length=60)
    exceptions = models.TextField("例外", blank=True, help_text="包含错误写法但并没有错的词，一行一个")
    severity = models.CharField("程度", max_length=10, choices=Severity, default=Severity.WARNING)
    note = models.CharField("说明", max_length=200, blank=True)
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "错别字词"
        ordering = ["wrong"]

    def __str__(self) -> str:
        return f"{self.wrong} → {self.right}"


def shipped() -> Iterator[dict[str, Any]]:
    """Yield the values of the words the program comes with."""
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row | {"exceptions": row["exceptions"].replace("|", "\n"), "is_active": row["is_active"] == "1"}
