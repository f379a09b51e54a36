"""What programs read of us: ``/api/v1``, JSON, and its description."""
