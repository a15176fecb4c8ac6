"""Speech from recorded clips, or from clips that espeak-ng made once: what the board and the kiosk share.

Sound as numbers, a folder of clips, a synthesizer and a loudspeaker; who says what, and when, is the rooms' affair.
"""
