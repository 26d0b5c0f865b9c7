"""Middleware that tells the streams of this process when a page is being made."""

from threadsui.pace import page_in_the_making


class PaceMiddleware:
    """While a request is answered, exports give way to it. What is streamed is made after this has returned."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with page_in_the_making():
            return self.get_response(request)
