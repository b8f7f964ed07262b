"""The face of each state: which icon and which tone. The words come with the values; colour never stands alone."""

STATES: dict[str, tuple[str, str]] = {
    # an item's content
    "filled": ("done", "good"),
    "waiting": ("waiting", "quiet"),
    "late": ("late", "alert"),
    # both
    "nothing": ("nothing", "quiet"),
    "withheld": ("withheld", "quiet"),
    # a duty
    "open": ("waiting", "quiet"),
    "due_soon": ("soon", "good"),
    "overdue": ("late", "alert"),
    "published_on_time": ("done", "good"),
    "published_late": ("latedone", "alert"),
    "cancelled": ("cancelled", "quiet"),
}
