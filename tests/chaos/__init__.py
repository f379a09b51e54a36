"""The whole stack under kills, pauses, faults and lost deliveries; then each change is compared with its ideal."""
