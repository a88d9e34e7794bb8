"""The desk: what a person touches."""
