"""The request that creates a thread, as other tools spell it: cURL, the API's command line, Python.

Pure text: nothing is sent. A Target holds the names of secrets, never their values, so none can get into a spelling.
"""

from .python import python_code
from .shell import cli_line, curl_line
from .target import THE_KEY, Header, Target

__all__ = ["THE_KEY", "Header", "Target", "cli_line", "curl_line", "python_code"]
