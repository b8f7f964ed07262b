"""``gongkai catalogue import FILE``: store a catalogue as the next version, and show what it changes. Not yet in force."""

import argparse
from pathlib import Path

from django.utils import timezone

from gongkai.catalogue import queries
from gongkai.catalogue.actions import import_catalogue
from gongkai.project.commands import agency_choice, catalogue_print, duty_print
from gongkai.project.commands.catalogue_file import open_catalogue
from gongkai.rules.catalogue_lint import lint
from gongkai.rules.findings import Finding
from gongkai.sources.tables import bytes_of

HELP = "导入一份目录为新的版本，列出与现行版本的差别和问题"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.epilog = "导入的版本还没有生效：确认后用 gongkai catalogue enforce 使它生效。"
    parser.add_argument("file", type=Path, metavar="文件", help="目录文件：文本、XLSX、XLS、DOCX、HTML、PDF")
    parser.add_argument("--force", action="store_true", help="同一份文件已导入过也再导入为新的版本")
    agency_choice.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Import the file; the same file again says which version it is."""
    agency, now = agency_choice.chosen(args.agency), timezone.now()
    read = open_catalogue(args.file, quiet=False)
    findings = list(dict.fromkeys([*read.findings, *lint(read, on_year=timezone.localdate(now).year)]))
    governing, before = queries.governing(agency), agency.catalogues.count()
    catalogue = import_catalogue(
        agency=agency,
        data=bytes_of(args.file),
        source_name=args.file.name,
        read=read,
        findings=findings,
        by=args.by,
        at=now,
        force=args.force,
    )
    if agency.catalogues.count() == before:
        duty_print.print_lines([f"“{args.file.name}”此前已导入，就是第{catalogue.version}版，没有变化。"])
        return 0
    if governing:
        duty_print.print_lines([f"与第{governing.version}版的差别："])
        catalogue_print.print_diff(queries.difference(governing, catalogue))
    catalogue_print.print_findings(read, [Finding(**finding) for finding in catalogue.findings])
    lines = [f"已导入第{catalogue.version}版（{len(read.items)}项），还没有生效。"]
    lines.append(f"生效：gongkai catalogue enforce --version {catalogue.version} --from 年-月-日")
    duty_print.print_lines(lines)
    return 0
