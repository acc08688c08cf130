"""The pages of the hosted flow. GET changes nothing; every change is a POST with a CSRF token."""
