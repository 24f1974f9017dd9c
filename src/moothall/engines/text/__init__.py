"""Reading plans: their parts, the figures they state, the questions they answer, what they claim, common themes.

Pure: passages in, values out; no network, no model, no clock.
"""
