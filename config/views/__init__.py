from .home import home
from .signing_in import SignIn, SignOut

__all__ = ["SignIn", "SignOut", "home"]
