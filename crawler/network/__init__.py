"""What stands between the ledger and the sites: guard, robots, pace, blocks, identity."""
