"""The one command, ``gongkai``: a table of sub-commands, each loaded only when it is called.

Commands that need no database never load Django, so that reading a file or computing a date starts at once. A
sub-command is a module with ``HELP`` (one Chinese line), ``configure(parser)`` and ``run(args) -> int``.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any

from gongkai.project.command_words import Parser, speak_chinese
from gongkai.sources.errors import BadInput

COMMANDS: dict[tuple[str, ...], tuple[str, str, bool]] = {
    # words -> (module, what it does, needs the database)
    ("due",): ("gongkai.project.commands.due", "算出一个公开时限的到期日，并列出计算过程", False),
    ("limit",): ("gongkai.project.commands.limit", "读懂一条“公开时限”文字", False),
    ("workdays", "read"): ("gongkai.project.commands.workdays_read", "读一份放假安排通知，核对星期和天数", False),
    ("catalogue", "read"): ("gongkai.project.commands.catalogue_read", "读一份主动公开事项目录，列出事项和问题", False),
    ("catalogue", "lint"): ("gongkai.project.commands.catalogue_lint", "检查目录本身以及目录与所引条款是否一致", False),
    ("catalogue", "diff"): ("gongkai.project.commands.catalogue_diff", "比较两份目录：增加、删除、逐字段修改", False),
    ("catalogue", "import"): (
        "gongkai.project.commands.catalogue_import", "导入一份目录为新的版本，列出与现行版本的差别和问题", True,
    ),
    ("catalogue", "enforce"): (
        "gongkai.project.commands.catalogue_enforce", "使一个已导入的目录版本自某日起生效，结转未结束的公开义务", True,
    ),
    ("workdays", "add"): (
        "gongkai.project.commands.workdays_add", "登记一份放假安排通知，重算未结束的公开义务并列出变动", True,
    ),
    ("events", "add"): ("gongkai.project.commands.events_add", "登记一份事件清单（CSV、XLSX），每个事件产生一项公开义务", True),
    ("duties", "list"): ("gongkai.project.commands.duties_list", "列出公开义务：事项、到期日、责任科室、状态", True),
    ("duties", "generate"): ("gongkai.project.commands.duties_generate", "产生按期公开的义务（年报、更新周期等）", True),
    ("duties", "close"): (
        "gongkai.project.commands.duties_close", "结束一项公开义务：本期无公开内容、撤销；提出不予公开；或再评估", True,
    ),
    ("disclosures", "submit"): (
        "gongkai.project.commands.disclosures_submit", "拟一条信息并送审：检查、说明提示的理由、交科室审核", True,
    ),
    ("disclosures", "correct"): (
        "gongkai.project.commands.disclosures_correct", "修改一条已公开的信息并送审更正：写明更正说明，旧版保留", True,
    ),
    ("disclosures", "withdraw"): (
        "gongkai.project.commands.disclosures_withdraw", "撤回一条已公开的信息：原地址保留撤回原因", True,
    ),
    ("reviews", "prove"): ("gongkai.project.commands.reviews_prove", "核查全部历史：先审后发、三人分办、公开的就是审查过的", True),
    ("agency", "set"): ("gongkai.project.commands.agency_set", "登记公开主体，或修改网站上关于它的信息", True),
    ("people", "list"): ("gongkai.project.commands.people_list", "列出人员：角色、科室、是否休假", True),
    ("people", "add"): ("gongkai.project.commands.people_add", "开设账户，显示一次性密码", True),
    ("people", "appoint"): ("gongkai.project.commands.people_appoint", "任命一个人担任角色", True),
    ("rota", "check"): ("gongkai.project.commands.rota_check", "检查今后每天每个审查环节是否有人（有空缺时以1结束）", True),
    ("site", "build"): ("gongkai.project.commands.site_build", "重新生成整个公开网站", True),
    ("site", "verify"): ("gongkai.project.commands.site_verify", "逐个文件核对公开网站与清单", True),
    ("up",): ("gongkai.project.commands.up", "准备好一切并启动网站和工作台", True),
}

GROUPS = {
    "agency": "公开主体：登记和修改",
    "catalogue": "目录：读取、检查、比较、导入、生效",
    "workdays": "工作日：读取和登记国务院办公厅放假通知",
    "events": "事件：登记什么时候发生了什么",
    "duties": "公开义务：列出、按期产生、结束",
    "disclosures": "公开信息：拟稿送审、更正、撤回",
    "people": "人员：列出、开设账户、任命",
    "rota": "值班表：检查",
    "reviews": "审查：核查全部审查记录",
    "site": "公开网站：生成、核对",
}


def build_parser(argv: Sequence[str]) -> argparse.ArgumentParser:
    """Make the parser; only the module of the command that ``argv`` names is imported."""
    speak_chinese()
    parser = Parser(prog="gongkai", description="政府信息主动公开：把“主动公开事项目录”变成会运行的系统。")
    top = parser.add_subparsers(title="命令", metavar="命令", required=True)
    groups: dict[str, Any] = {}
    for words, (module, help_text, needs_database) in COMMANDS.items():
        holder: Any = top
        if len(words) == 2:
            if words[0] not in groups:
                group = top.add_parser(words[0], help=GROUPS[words[0]], description=GROUPS[words[0]])
                groups[words[0]] = group.add_subparsers(title="命令", metavar="命令", required=True)
            holder = groups[words[0]]
        sub = holder.add_parser(words[-1], help=help_text, description=help_text)
        if tuple(argv[: len(words)]) == words:
            if needs_database:
                load_django(data=_option(argv, "--data"), whole=words == ("up",))
                if words != ("up",) and not {"-h", "--help"} & set(argv):
                    _refuse_an_empty_database()
                sub.add_argument("--data", help="数据目录（默认 var，或环境变量 GONGKAI_DATA）")
            command = importlib.import_module(module)
            command.configure(sub)
            sub.set_defaults(run=command.run)
    return parser


def _option(argv: Sequence[str], name: str) -> str | None:
    """Return the value of an option that must be known before the settings are loaded."""
    for word, following in zip(argv, [*argv[1:], None], strict=True):
        if word == name:
            return following
        if word.startswith(f"{name}="):
            return word.partition("=")[2]
    return None


def load_django(*, data: str | None, whole: bool) -> None:
    """Set Django up for the commands that need the database; ``data`` overrules where everything is kept.

    Only the command that serves the back office loads it (``whole``); the others start in a third of the time.
    """
    if data:
        os.environ["GONGKAI_DATA"] = data
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.project.settings" if whole else "gongkai.project.settings_lean")
    importlib.import_module("django").setup()


def _refuse_an_empty_database() -> None:
    connection = importlib.import_module("django.db").connection
    if "django_migrations" not in connection.introspection.table_names():
        raise BadInput("数据库还没有准备好：请先运行 gongkai up --no-samples --prepare-only（试用请直接运行 gongkai up）。")


def _clear_errors() -> tuple[type[Exception], ...]:
    """Return the errors whose message is meant for the person at the keyboard; the publisher's once it is loaded."""
    publishing = sys.modules.get("gongkai.publisher.errors")
    return (BadInput, publishing.SiteError) if publishing else (BadInput,)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; bad input ends with one clear sentence on stderr and exit code 2."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        args = build_parser(words).parse_args(words)
        return int(args.run(args))
    except _clear_errors() as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except KeyboardInterrupt:
        return 130
