"""The staff's pages: drawn by the server, kept live by a small script, usable without it.

Signed in to by name and PIN; the session is a cookie that no script can read and no other site can send. Every
change needs the page's own token besides.
"""
