"""How a machine without a coordinator of its own gets to know one: found, let in by six digits, kept on disk.

Runs before the process that needs it and ends when the machine is let in. What is said on the net stands in `wire`.
"""
