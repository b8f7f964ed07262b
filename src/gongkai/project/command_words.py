"""Lets the command line speak Chinese: argparse words its help and its refusals in English, and clerks read them.

argparse takes its words through gettext under a private name; replacing that name is its only door, and it is the same
one that a gettext catalogue would use.
"""

import argparse
import sys
from typing import NoReturn

WORDS = {
    "usage: ": "用法：",
    "options": "选项",
    "positional arguments": "参数",
    "show this help message and exit": "显示这份说明",
    "the following arguments are required: %s": "缺少：%s",
    "one of the arguments %s is required": "须写明其中一项：%s",
    "not allowed with argument %s": "不能与 %s 同时使用",
    "unrecognized arguments: %s": "不认识：%s",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有 %(value)r，可以是：%(choices)s",
    "invalid %(type)s value: %(value)r": "%(value)r 不是合适的值",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s 不明确，可能是：%(matches)s",
    "ignored explicit argument %r": "后面不应有 %r",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s：%(message)s",
    "expected one argument": "后面缺少内容",
    "expected at most one argument": "后面最多写一项",
    "expected at least one argument": "后面至少写一项",
}


class Parser(argparse.ArgumentParser):
    """A parser that refuses in one sentence and says where the usage is explained."""

    def error(self, message: str) -> NoReturn:
        """Write the sentence to stderr and end with 2."""
        sys.stderr.write(f"{self.prog}：{message}。用法见 {self.prog} --help。\n")
        sys.exit(2)


def speak_chinese() -> None:
    """Give argparse its Chinese words."""
    setattr(argparse, "_", lambda message: WORDS.get(message, message))  # noqa: B010
