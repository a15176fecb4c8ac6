"""The printer's room: the ticket's picture, the ESC/POS bytes, the devices, and the agent that claims jobs.

A ticket is a picture, for cheap printers know no Vietnamese code page. The way of a job is
`face` (what it says) → `layout` (where it stands) → `picture` (dots) → `raster` (bytes) → a device.
"""
