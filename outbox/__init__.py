"""What others are to be told of, noted with the change itself. Knows no other app."""
