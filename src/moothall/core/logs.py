"""Structured logs: one JSON object a line, holding no personal data.

A record carries its time, level, logger, message and the named extras in `ALLOWED`; nothing else gets out.
"""

import json
import logging
from datetime import UTC, datetime

ALLOWED = ("method", "route", "status", "milliseconds", "job", "load", "command")


class JsonFormatter(logging.Formatter):
    """Formats a record as JSON. Exceptions keep their type and place, not their arguments.

    Django's own messages are written unfilled: what fills them is a path or a value, and may be somebody's.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": str(record.msg) if record.name.startswith("django") else record.getMessage(),
        }
        line.update({name: getattr(record, name) for name in ALLOWED if hasattr(record, name)})
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["where"] = _where(record)
        return json.dumps(line, default=str)


def _where(record: logging.LogRecord) -> list[str]:
    """The call stack as file:line pairs: enough to find the fault, with no values in it."""
    trace = record.exc_info[2] if record.exc_info else None
    places = []
    while trace:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename.rpartition('site-packages/')[2]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return places[-8:]
