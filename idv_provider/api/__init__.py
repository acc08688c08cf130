"""The management API, `/api/v1`: what the console does, for programs (docs/api.md)."""
