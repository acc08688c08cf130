"""THE PROTOCOL: pushed requests, authorization, tokens, keys and discovery."""
