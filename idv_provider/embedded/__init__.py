"""The embedded mode: a database, a worker and a web server in one go, for trying things out."""
