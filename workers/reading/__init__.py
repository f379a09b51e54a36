"""A file's bytes as its language reads them: text, code, notebook cells, trees."""
