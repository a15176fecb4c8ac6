"""The lobby board: what it shows and says (pure), its layout and painters, and the voice's turn-taking."""
