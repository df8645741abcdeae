"""How the web door is served: one process or several, their connections, and their end.

`process` serves: alone, or as one of several, which `supervisor` starts and keeps. `connections`
holds each client to the limits, and `lanes` says why the processes listen as they do.
"""
