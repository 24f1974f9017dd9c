"""What can be done with a council's direction."""

MANAGE = "direction.manage"
READ = "performance.read"  # declared by performance: who reads the scorecard reads what it is made of
MARK = "direction.mark"
PERMISSIONS = {
    MANAGE: "set priorities and say who owns a measure",
    MARK: "mark on a measure what happened, and when",
}
TRACK = "progress.manage"  # declared by the plan's progress
UPDATE = "progress.update"  # likewise
READ_TRACKED = "plan.read"  # declared by the plan: who reads drafts reads how promises go
