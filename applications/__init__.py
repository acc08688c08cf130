"""WHO may ask: OIDC applications and their credentials."""
