"""What the two screens share: the window, the one loop that owns it, fitted text, colours and lengths.

Keeps to what pygame-ce and pygame both have, so that Debian's `python3-pygame` serves too.
"""
