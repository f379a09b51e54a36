"""Who looks at the pages and at the API, and which repositories that person may see."""
