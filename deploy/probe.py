"""Whether this container answers pages: the exit code of `python deploy/probe.py`. It needs nothing but Python."""

import http.client
import os
import sys


def main() -> int:
    port = os.environ.get("BIND", "127.0.0.1:8000").rpartition(":")[2]
    name = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".*") or "localhost"
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=4)
    try:
        connection.request("GET", "/health/ready/", headers={"Host": name})
        return 0 if connection.getresponse().status == 200 else 1
    except (OSError, http.client.HTTPException) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
