"""How claims are compared with documents."""
