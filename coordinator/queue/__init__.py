"""The queue's rules, pure: who is next, what may happen to a ticket, which day it is, how long it takes.

No Flask, SQL, thread or clock in here: state and time come in, an outcome goes out.
"""
