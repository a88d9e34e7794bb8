"""How fast the desk is, as ratios of one run; nothing here is asserted. python -m tests.bench"""
