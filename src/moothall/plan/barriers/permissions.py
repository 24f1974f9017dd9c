"""What can be done with barriers."""

MANAGE = "barriers.manage"
READ = "plan.read"  # declared by the plan: who reads its drafts reads what stands in its way
PERMISSIONS = {
    MANAGE: "record barriers and what is asked",
}
