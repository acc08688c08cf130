"""The catalogs below locale/: kept up to date, and compiled, without GNU gettext's programs."""
