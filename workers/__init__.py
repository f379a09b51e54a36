"""What Patchwarden does: it fetches, runs checks, publishes, and keeps going when something fails."""
