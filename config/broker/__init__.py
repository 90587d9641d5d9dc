"""The message broker of the embedded shape; see docs/decisions/0010-safe-file-broker.md."""

from kombu.transport import TRANSPORT_ALIASES

TRANSPORT_ALIASES["safefs"] = "config.broker.safefs:Transport"
