"""Django's PostgreSQL backend, which asks the socket whether a kept connection still lives."""
