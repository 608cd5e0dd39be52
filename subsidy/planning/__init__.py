"""What comes before a call: needs, a shared agenda, and what stays when the money stops."""
