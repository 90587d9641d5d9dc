"""A mail backend that takes its time, so that a kill lands in the middle of a send."""

import time

from reviews.channels.mail import FileBackend


class SlowFileBackend(FileBackend):
    """0.2 s before the message is out and 0.2 s between that and the mark in the database."""

    def send_messages(self, email_messages):
        time.sleep(0.2)
        sent = super().send_messages(email_messages)
        time.sleep(0.2)
        return sent
