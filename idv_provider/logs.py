"""Logs as JSON lines: one record a line, whatever an attacker put into a value."""

import json
import logging
from datetime import UTC, datetime


class JsonFormatter(logging.Formatter):
    """Renders a record as one JSON object; control characters are escaped by the encoding."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line)
