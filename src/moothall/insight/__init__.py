"""Peers, costs, forecasts and effects: what the figures say when set side by side."""
