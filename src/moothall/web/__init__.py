"""The door for people and programs: pages and the API, both thin."""
