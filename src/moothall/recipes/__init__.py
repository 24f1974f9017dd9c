"""Recipes: engines put together for a task. They know nothing of Django, HTTP or the product's database."""
