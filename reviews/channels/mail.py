"""E-mail: one message per notice, under a Message-ID made from the notice's key.

Sending and marking cannot be one act over SMTP, so a worker killed between them sends again, with
the same Message-ID, which mail systems use to recognise the copy. The file backend below is
free of that window: the file is named after the Message-ID, so a second send changes nothing.
"""

import os
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


def message_id(notice):
    """The same for every attempt at the same notice."""
    return f"<notice-{notice.pk}-{notice.obligation_id}@luze>"


def send(notice, *, connection=None):
    """Send ``notice`` to its recipient's address; raises whatever the mail server answers."""
    EmailMessage(
        subject=notice.subject,
        body=notice.body,
        to=[notice.recipient.email],
        headers={"Message-ID": message_id(notice)},
        connection=connection,
    ).send()


class FileBackend(BaseEmailBackend):
    """Writes each message to ``EMAIL_FILE_PATH/<message id>.eml``, whole or not at all."""

    def send_messages(self, email_messages):
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for email in email_messages:
            message = email.message()
            name = message["Message-ID"].strip("<>").replace("/", "_")
            part = folder / f"{name}.{os.getpid()}.part"
            part.write_bytes(message.as_bytes())
            part.replace(folder / f"{name}.eml")
        return len(email_messages)
