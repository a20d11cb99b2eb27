"""What is done in the directory. Each action checks the policy, writes, journals and announces in one transaction."""
