"""A browser without a screen, for a console in production: it keeps cookies, and follows nothing."""

import http.client
import re
from urllib.parse import urlencode

CLIENT = "127.0.0.9"
PASSWORD = "a password of one's own"


class Browser:
    """Calls from `address`, and sends its cookies whatever they say of TLS."""

    def __init__(self, port, address=CLIENT):
        self.port, self.address, self.cookies = port, address, {}

    def ask(self, method, path, fields=None, **headers):
        sent = {"Host": "console.example.com", "Accept-Encoding": "identity"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            sent["Cookie"] = "; ".join("=".join(pair) for pair in self.cookies.items())
        if fields:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
            sent["Referer"] = "https://console.example.com/accounts/login/"
        line = http.client.HTTPConnection(
            "127.0.0.1", self.port, source_address=(self.address, 0), timeout=30
        )
        line.request(method, path, urlencode(fields) if fields else None, sent)
        answer = line.getresponse()
        answer.text = answer.read().decode("utf-8", "replace")
        line.close()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _equals, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def sign_in(self, name, password, **headers):
        token = re.search(
            r'name="csrfmiddlewaretoken" value="(\w+)"',
            self.ask("GET", "/accounts/login/", **headers).text,
        )[1]
        fields = {"csrfmiddlewaretoken": token, "login": name, "password": password}
        return self.ask("POST", "/accounts/login/", fields, **headers)
