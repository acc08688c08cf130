"""The flow and the judgement: captures, evidence, checks and decisions. Knows nothing of OAuth."""
