"""Pixels: the board's view drawn into its layout, each piece only when it changed."""
