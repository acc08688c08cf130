"""The console: Django's admin, and the pages that span the apps."""
