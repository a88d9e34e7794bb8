"""The desk in a session of its own, which nobody tells when the window is closed."""

import os
import signal
import sys

from crm.__main__ import main

if child := os.fork():
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
os.setsid()
sys.exit(main([]))
