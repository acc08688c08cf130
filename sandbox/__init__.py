"""A stand-in Okta org and specimen documents, mounted only where sandbox mode is on."""
