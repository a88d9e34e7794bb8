"""The desk with the decoder that Textual brings: bytes that are no UTF-8 end it."""

import sys

from crm import terminal
from crm.__main__ import main

terminal.outlast = lambda: None
sys.exit(main([]))
