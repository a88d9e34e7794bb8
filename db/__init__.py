"""The record: everything that knows SQL, and nothing that knows a terminal."""
