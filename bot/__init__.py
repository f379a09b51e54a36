"""What Patchwarden knows and says: the review's types, its rules of judgement, its hosts and its words."""
