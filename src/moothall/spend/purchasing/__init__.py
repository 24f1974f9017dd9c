"""Purchasing: no order without a requisition that somebody else approved, no payment without an order."""
