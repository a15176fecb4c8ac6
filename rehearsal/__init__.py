"""The whole appliance as real processes on one machine, with simulated hardware at its edge.

What the demonstration, the simulated day and the system tests stand on. It knows the five processes by
their command line and files only, as any operator does.
"""
