"""`dumpdata` and `loaddata` with times as they are: Django's own JSON cuts them to milliseconds, which would break the
audit chain.
"""

from datetime import datetime

from django.core.serializers import json
from django.core.serializers.json import Deserializer

__all__ = ["Deserializer", "Serializer"]


class ExactEncoder(json.DjangoJSONEncoder):
    def default(self, o):
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


class Serializer(json.Serializer):
    def _init_options(self):
        super()._init_options()
        self.json_kwargs["cls"] = ExactEncoder
