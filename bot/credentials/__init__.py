"""What credentials look like in text, and what only looks like one. Pure: the secrets check, the masks of a review and
the filter of the logs all ask here, so that they know the same shapes.

``issued`` knows what providers issue, ``assigned`` what a line calls a secret, ``encoded`` what base64 wraps, and
``strength`` what was made by a machine. Every pattern reads a line in time that grows with its length alone.
"""
