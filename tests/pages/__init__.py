"""The pages in a real browser and as text, over a store in which something has happened."""
