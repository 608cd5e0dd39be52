"""The templates, compiled once per process: the nets make an application for every module."""

from jinja2.bccache import Bucket, BytecodeCache

_compiled: dict[str, bytes] = {}


class Compiled(BytecodeCache):
    """Jinja's own cache, in memory; it looks itself whether a template is still the same."""

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in _compiled:
            bucket.bytecode_from_string(_compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        _compiled[bucket.key] = bucket.bytecode_to_string()
