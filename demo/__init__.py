"""`motcua demo`: the whole lobby on one machine, with simulated hardware that people move by hand.

The five processes are the real ones. What stands here is the hall around them: two windows and nine keys
where there is a screen, else a page on the loopback that shows kiosk, paper, buttons and board live.
"""
