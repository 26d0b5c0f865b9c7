"""What a report of an unforeseen error may hold, should one ever be mailed or sent somewhere: where it was, not what
was in the code's hands then.
"""

from django.views.debug import SafeExceptionReporterFilter


class SilentReporterFilter(SafeExceptionReporterFilter):
    """Hides every local variable and everything that was posted: keys and messages pass through many functions, and
    marking each of them would miss the next. With `DEBUG` all is shown, as Django's own filter does.
    """

    def get_traceback_frame_variables(self, request, tb_frame):
        if not self.is_active(request):
            return super().get_traceback_frame_variables(request, tb_frame)
        return [(name, self.cleansed_substitute) for name in tb_frame.f_locals]

    def get_post_parameters(self, request):
        posted = super().get_post_parameters(request)
        if request is None or not self.is_active(request):
            return posted
        return dict.fromkeys(posted, self.cleansed_substitute)
