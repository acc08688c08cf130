"""The audit trail: who did what, in one chain of hashes that can only grow. Knows no other app."""
