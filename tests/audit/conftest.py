from tests.console.conftest import application, console, flow, owner, staff

__all__ = ["application", "console", "flow", "owner", "staff"]
