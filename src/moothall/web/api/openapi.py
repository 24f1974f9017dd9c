"""The API's description, said as it is: problems have their own media type, and a key is not required."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from moothall.web.api.problems import MEDIA_TYPE

RETRY = {"Retry-After": {"description": "Seconds to wait", "schema": {"type": "integer"}}}


class Documented(NinjaAPI):
    """A NinjaAPI whose description says what ninja's leaves out."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        for path in schema["paths"].values():
            for operation in path.values():
                operation["security"] = [{}, *operation.get("security", [])]
                for status, response in operation["responses"].items():
                    if int(status) >= 400:
                        response["content"] = {MEDIA_TYPE: response["content"]["application/json"]}
                    if int(status) == 429:
                        response["headers"] = RETRY
        return schema
