"""`motcua check`: what is wrong with this machine and its configuration, a line each, with the mend.

The only room that may look into all others: it asks each part of a machine what its process will ask for.
It changes nothing: it takes no number, prints nothing and moves no pin.
"""

from motcua.check.command import add_arguments, run

__all__ = ["add_arguments", "run"]
