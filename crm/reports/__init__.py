"""Paper: a report is a value, renderers turn it into text, Markdown and PDF."""
