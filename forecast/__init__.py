"""What is to come: how long people will wait, and how many counters that takes. Pure; times are seconds.

Shared by the coordinator, which tells people, and the simulation, which shows how far it can be trusted.
"""
