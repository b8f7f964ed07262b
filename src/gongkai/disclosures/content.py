"""The snapshot of a publication: one JSON value that holds exactly what the public got, and nothing else.

Shape (format 1)::

    {"format": 1, "index_number", "title", "summary", "document_number", "formed_on", "effective_on", "expires_on",
     "keywords", "topic", "sample": bool,
     "agency": {"name", "credit_code"}, "office": str | null,
     "item": {"number": int, "name", "path": [str], "art20": int | null},
     "elements": [{"name", "value"}], "body": sanitised HTML,
     "files": [{"name", "sha256", "size", "media_type"}],
     "lists": [{"schema", "title", "columns": [{"name", "title"}], "row_count": int, "rows": [[str]] (the first 200),
                "files": [{"name", "sha256", "size", "media_type"}] (the whole list, CSV and XLSX)}],
     "notice": {"starts_on", "ends_on", "required_days", "unit", "count_first_day", "contact"} | null,
     "rule": {"limit_text", "limit_source", "trigger_on", "due_on", "safe_on", "provisional": bool,
              "working": [{"date", "counts", "why"}], "on_time": bool | null} | null}

Dates are ISO strings or null. Files are named by SHA-256 in the private store (``files/ab/abcd...``).
"""
