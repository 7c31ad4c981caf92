"""The link protocol (docs/link-protocol.md) with nothing but the Python standard library."""
