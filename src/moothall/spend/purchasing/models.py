"""Requisitions, orders and invoices."""
