"""How much may be sent at once: files are large, words are not."""

from flask import Flask, request

LARGEST_UPLOAD = 55 * 1024 * 1024
LARGEST_FORM = 2 * 1024 * 1024


def keep_words_short() -> None:
    """Before each request: let only a form that can bring files be longer than words can be.

    Any other body is read whole before its fields can be counted, so that MAX_FORM_MEMORY_SIZE does not hold for it.
    """
    if request.mimetype != "multipart/form-data":
        request.max_content_length = LARGEST_FORM


def install(app: Flask) -> None:
    """Refuse what is too large (413), before anything reads it."""
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_UPLOAD, MAX_FORM_MEMORY_SIZE=LARGEST_FORM)
    app.before_request(keep_words_short)
