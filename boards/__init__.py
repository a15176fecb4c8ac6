"""What a lobby board shows and where it stands, purely: shared by the display's screen and the page for smart TVs.

Both ask here what is to be seen of a board, which calls are new and how the screen is divided, so that the two
look alike, say the same and keep the same promises of legibility. How it gets onto a screen is theirs.
"""
