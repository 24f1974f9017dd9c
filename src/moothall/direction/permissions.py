"""What can be done with a council's direction."""

MANAGE = "direction.manage"
READ = "performance.read"  # declared by performance: who reads the scorecard reads what it is made of
PERMISSIONS = {MANAGE: "set priorities and say who owns a measure"}
