"""Checks a catalogue against itself and against the clauses it quotes; every answer is a finding with what would mend it.

The checks stand in files by what they look at (limits, bases, names, slips); this one runs them all, folds in what the
reader found, and puts the findings in the order of the items. The year is given: rules never know today.
"""

from gongkai.rules import catalogue_lint_bases as bases
from gongkai.rules import catalogue_lint_limits as limits
from gongkai.rules import catalogue_lint_names as names
from gongkai.rules.catalogue_lint_scope import Check, Scope
from gongkai.rules.catalogue_lint_slips import slips
from gongkai.rules.catalogue_model import CatalogueRead
from gongkai.rules.findings import Finding

CHECKS: tuple[Check, ...] = (
    limits.limits_against_clauses,
    limits.notice_periods,
    limits.limits_unread,
    limits.limits_over_the_cap,
    bases.ranks_impossible,
    bases.ranks_ambiguous,
    bases.ranks_that_are_none,
    bases.bases_expired,
    bases.licences_without_law,
    bases.clauses_without_duty,
    bases.clauses_for_another,
    bases.clauses_missing,
    bases.bases_missing,
    names.levels_missing,
    names.paths_repeated,
    names.years_passed,
    names.agencies_truncated,
    names.blanks_among_others,
    names.contents_without_elements,
    slips,
)
GRAVITY = {"error": 0, "warning": 1, "note": 2}


def lint(read: CatalogueRead, *, on_year: int) -> tuple[Finding, ...]:
    """Give every finding of the reader and of the checks, each once, by item and then by gravity.

    >>> lint(CatalogueRead("空目录", ()), on_year=2026)
    ()
    """
    scope = Scope(read, on_year)
    found = [*read.findings, *(finding for check in CHECKS for finding in check(scope))]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (one.item or 0, GRAVITY[one.severity])))
