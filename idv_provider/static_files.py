"""Static files under names that carry their hash, scripts' imports of each other included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # without types
    """Rewrites ``import`` in ES modules too: a new release never runs half of the old one."""

    support_js_module_import_aggregation = True
