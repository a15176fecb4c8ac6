"""A whole day driven through real processes, and the rules that its traces must keep.

The plan and the judgement are pure; between them stand the real coordinator, printer, buttons and board.
"""
