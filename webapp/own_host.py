"""The address of this host, for what is read away from it.

Pages lead to each other by paths alone (`addresses.py`).
"""

import re

from flask import request

from webapp.desk import get_desk

# The name was checked before the request (`security.py`); what a header says behind it was not.
_HOST = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")


def own_root() -> str:
    """The address of this host as it was asked for, without a slash at its end."""
    settings = get_desk().settings
    host = request.host if _HOST.fullmatch(request.host) else f"{settings.host}:{settings.port}"
    return f"{request.scheme}://{host}"
