"""Drawing rights: the distribution key, the round, the claim and the split of an envelope."""
