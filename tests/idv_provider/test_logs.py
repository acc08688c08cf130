"""Log lines, whatever an attacker put into a value."""

import json
import logging

from idv_provider.logs import JsonFormatter


def line(message: str, *arguments: object) -> str:
    record = logging.LogRecord("a.logger", logging.INFO, __file__, 1, message, arguments, None)
    return JsonFormatter().format(record)


def test_a_line_break_in_a_value_begins_no_new_record() -> None:
    text = line("said %s", 'x\n{"level": "CRITICAL"}\r\u2028\x1b[2J')

    assert len(text.splitlines()) == 1
    assert text.isprintable()
    assert json.loads(text)["message"].startswith("said x\n")


def test_a_record_says_when_and_who() -> None:
    read = json.loads(line("hello"))

    assert read["level"] == "INFO"
    assert read["logger"] == "a.logger"
    assert read["at"].endswith("+00:00")
