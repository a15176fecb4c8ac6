"""The manager's view of the day and of days past: the overview on the wall, on the desk and on a leader's phone.

Who manages is signed in; a leader looks by a link that can be taken back, and can change nothing.
"""
