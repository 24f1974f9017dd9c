"""Performance clinics: an agenda made by rule, minutes, decisions and actions."""
