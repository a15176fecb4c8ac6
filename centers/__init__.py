"""What is said of a centre, made of its settings: by its coordinator, and by whoever shows one without a coordinator.

A room of its own, for messages know no settings and settings no messages. Pure.
"""
