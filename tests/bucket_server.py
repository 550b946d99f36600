"""An S3-compatible server of the tests' own: moto's, as a process, asking for keys.

What comes first is believed without a key; with that a person is made who may do all,
and two buckets. From then on every request needs that person's signature.
"""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import boto3

PUBLIC, PRIVATE = "charity-public", "charity-private"
MAY_DO_ALL = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}],
}
# Those in `_begin`.
BELIEVED = 5
NOBODY = {"aws_access_key_id": "first", "aws_secret_access_key": "first"}


@dataclass(frozen=True)
class BucketServer:
    host: str
    key: str
    secret: str

    def url(self, bucket: str, key: str = "", secret: str = "") -> str:
        who = f"{quote(key or self.key, '')}:{quote(secret or self.secret, '')}"
        return f"s3+http://{who}@{self.host}/{bucket}"

    def client(self, **more: str):
        known = {"aws_access_key_id": self.key, "aws_secret_access_key": self.secret}
        return _client("s3", self.host, **{**known, **more})

    @contextmanager
    def serving_those_without_a_key(self) -> Iterator[None]:
        """What a policy opens is open; signatures are not looked at meanwhile."""
        self._believe(1_000)
        try:
            yield
        finally:
            self._believe(0)

    def _believe(self, requests: int) -> None:
        address = f"http://{self.host}/moto-api/reset-auth"
        asked = urllib.request.Request(
            address, str(requests).encode(), {"Content-Type": "text/plain"}
        )
        urllib.request.urlopen(asked).close()


@contextmanager
def bucket_server(folder: Path) -> Iterator[BucketServer]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    host = f"127.0.0.1:{port}"
    with (folder / "bucket-server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "--port", str(port)],
            env={**os.environ, "INITIAL_NO_AUTH_ACTION_COUNT": str(BELIEVED)},
            stdout=log,
            stderr=log,
        )
    try:
        _wait_for(port, process)
        yield _begin(host)
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("The server of buckets did not start.")


def _begin(host: str) -> BucketServer:
    iam, s3 = _client("iam", host, **NOBODY), _client("s3", host, **NOBODY)
    iam.create_user(UserName="site")
    made = iam.create_access_key(UserName="site")["AccessKey"]
    iam.put_user_policy(
        UserName="site", PolicyName="all", PolicyDocument=json.dumps(MAY_DO_ALL)
    )
    for name in (PUBLIC, PRIVATE):
        s3.create_bucket(Bucket=name)
    return BucketServer(host, made["AccessKeyId"], made["SecretAccessKey"])


def _client(service: str, host: str, **keys: str):
    return boto3.client(
        service, endpoint_url=f"http://{host}", region_name="us-east-1", **keys
    )
