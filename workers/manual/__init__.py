"""The manual as a site: a page for every rule and check, made from what the pack says, beside the pages of ``docs/``.

``make docs`` writes the pages as Markdown and has MkDocs build them. Nothing here runs in a review.
"""
