"""Pixels: a page's pieces drawn, each only when it changed."""
