"""Putting the sentence of a refused activity beside the field it is about."""


def place(form, refused):
    """Add ``refused`` (a ``ValidationError``) to ``form``, above it where it has no such field."""
    if not hasattr(refused, "error_dict"):
        form.add_error(None, refused)
        return
    for field, errors in refused.error_dict.items():
        form.add_error(field if field in form.fields else None, errors)
