"""The law as plain functions: dates, texts, tables and codes in, values out.

Nothing here knows a framework, a file format, a setting or today's date, so that a jurist could check every answer
with a pencil.
"""
