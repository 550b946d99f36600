"""`python -m ijm.deploy.healthy URL`: is the answer 200? For images without curl."""

import sys
import urllib.request

from ijm import env


def main(address: str) -> None:
    # Only the site's own host is answered, whatever name the container has.
    host = env.text("SITE_URL", "http://localhost:8000").partition("://")[2]
    asked = urllib.request.Request(address, headers={"Host": host})  # noqa: S310
    try:
        with urllib.request.urlopen(asked, timeout=5) as answer:  # noqa: S310
            print(answer.status)
    except OSError as unwell:
        sys.exit(f"{address}: {unwell}")


if __name__ == "__main__":
    main(sys.argv[1])
