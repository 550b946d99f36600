"""A Stripe that answers everything after 100 ms, as many at once as are asked.

`python -m tests.bench.slow_stripe` prints its port and serves until it is ended. It
knows only the two calls by which an instalment is collected.
"""

import asyncio
import itertools
import json
import time
from urllib.parse import parse_qs

WAITS = 0.1
_numbers = itertools.count(1)
_amounts: dict[str, int] = {}


def _intent(number: str, status: str) -> dict[str, object]:
    minor = _amounts[number]
    taken = status == "succeeded"
    booked = {
        "id": f"txn_{number}",
        "object": "balance_transaction",
        "created": int(time.time()),
        "fee": 82,
        "currency": "aud",
    }
    charge = {
        "id": f"ch_{number}",
        "object": "charge",
        "created": int(time.time()),
        "payment_method_details": {"type": "card"},
        "balance_transaction": booked,
    }
    return {
        "id": number,
        "object": "payment_intent",
        "status": status,
        "amount": minor,
        "amount_received": minor if taken else 0,
        "currency": "aud",
        "metadata": {},
        "latest_charge": charge if taken else None,
        "last_payment_error": None,
        "next_action": None,
    }


def _answer(path: str, body: str) -> dict[str, object]:
    if path.endswith("/confirm"):
        return _intent(path.split("/")[3], "succeeded")
    number = f"pi_{next(_numbers)}"
    _amounts[number] = int(parse_qs(body)["amount"][0])
    return _intent(number, "requires_confirmation")


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while head := await reader.readline():
        path, length = head.split()[1].decode(), 0
        while (line := await reader.readline()).strip():
            name, _colon, value = line.decode().partition(":")
            if name.lower() == "content-length":
                length = int(value)
        body = (await reader.readexactly(length)).decode()
        await asyncio.sleep(WAITS)
        data = json.dumps(_answer(path, body)).encode()
        writer.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
            b"Content-Length: %d\r\n\r\n%s" % (len(data), data)
        )
        await writer.drain()
    writer.close()


async def main() -> None:
    server = await asyncio.start_server(_serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
