"""What a web process loads: none of the runtimes that only workers need."""

import subprocess
import sys

_LOADED = """
import django
django.setup()
import sys, idv_provider.urls, verification.views.captures
print(*sorted({"onnxruntime", "ai_edge_litert", "dlib"} & set(sys.modules)))
"""


def test_serving_pages_and_queueing_work_loads_no_model_runtime() -> None:
    environment = "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'idv_provider.settings'"

    said = subprocess.run(  # noqa: S603  # our own code
        [sys.executable, "-c", environment + _LOADED], capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == ""
