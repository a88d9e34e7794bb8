"""The desk: what a person touches."""

__version__ = "0.1.0"
