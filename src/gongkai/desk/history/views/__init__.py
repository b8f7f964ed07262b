"""The screens of the record of acts: searching it, one entry, and taking what was found along."""
