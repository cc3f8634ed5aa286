"""The phone as the camera: a second, tiny door on the local network that takes photos from one paired phone.

It runs in a process of its own, which knows no picture but those that it takes, is open for ten minutes at the most,
and tells nobody who does not have its link that anything is there. docs/security.md says against whom it stands.
"""
