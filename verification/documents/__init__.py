"""Pure parsers of the standards that documents follow."""
