"""What can be done with process maps."""

READ = (
    "performance.read"  # declared by performance: who reads how the council does reads how its work is done
)
WRITE = "lean.write"
PERMISSIONS = {
    WRITE: "record process maps",
}
