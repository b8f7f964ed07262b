"""The screens of review."""
