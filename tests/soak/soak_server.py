# SPDX-FileCopyrightText: 2026 The Rivulet authors
# SPDX-License-Identifier: MIT
"""Two models' servers that break: every connection plays a fault that chance chose, and what was really sent is known.

A prompt "soak N" is answered by a text that N alone decides, so that whatever part of it a program kept, over however
many connections, can be compared with the whole. A request that goes on (a partial answer in its turns, or a place in
its headers) is answered from there.
"""
import asyncio
import json
import os
import random
import re
import socket
import struct
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from fake_protocols import PROTOCOLS  # noqa: E402

PIECE = 4   # characters a token
WORDS = ("river water → stone, café; light 😀 under the bridge where nobody waits and every drop keeps its place in the "
         "long line toward the sea `let ford = 3` **mill** *reed* [weir](http://127.0.0.1:9/never)").split()

# What can befall a connection, and how often. "none" is an answer to its end.
FAULTS = {"none": 8, "reset": 3, "close": 3, "close inside an event": 3, "half a character": 1, "error event": 1, "stall": 2,
          "comments only": 2, "one byte a segment": 2, "broken event": 2, "no answer": 1, "reset before the head": 1,
          "overloaded": 2, "refused": 1}


def answer_to(number: int, length: int) -> str:
    """Paragraphs, lists and fences of about `length` characters that depend on the number."""
    chance = random.Random(number)
    parts, size = [], 0
    while size < length:
        words = " ".join(chance.choice(WORDS) for _ in range(chance.randint(8, 60)))
        part = {0: "- " + words, 1: "```python\n" + words + "\n```", 2: "> " + words, 3: "## " + words[:40]}.get(
            chance.randint(0, 9), words)
        parts.append(part)
        size += len(part) + 2
    return f"Answer {number}. " + "\n\n".join(parts) + f" End of {number}."


class Cut(Exception):
    """This connection is over."""


class Model:
    """One server: its protocol, its port, and what it has sent of each answer."""

    def __init__(self, dialect: str, rate: float, length: int, seed: int):
        self.dialect, self.rate, self.length = dialect, rate, length
        self.chance = random.Random(seed)
        self.port = 0
        self.server = None
        self.sent = {}          # number -> the furthest character that went out in a whole event
        self.faults = {}        # name -> how often
        self.begun = {}         # number -> the character that its first id stands for
        self.cuts = {}          # number -> when its connection was cut, until it flows again
        self.cut_often = {}     # number -> how often
        self.recoveries = []    # seconds from a cut to the next character
        self.requests = 0

    async def start(self):
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", self.port)
        self.port = self.server.sockets[0].getsockname()[1]

    async def refuse(self, seconds: float):
        self.server.close()
        await self.server.wait_closed()
        await asyncio.sleep(seconds)
        await self.start()

    def whole(self, number: int) -> str:
        return answer_to(number, self.length)

    async def serve(self, reader, writer):
        try:
            await self.answer(reader, writer)
        except (Cut, ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def answer(self, reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        length = re.search(r"(?i)^content-length: *(\d+)", head, re.MULTILINE)
        if not length:
            body = b'{"data": [], "models": []}'
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n"
                         b"Connection: close\r\n\r\n%s" % (len(body), body))
            return await writer.drain()
        request = json.loads(await reader.readexactly(int(length[1])))
        self.requests += 1
        protocol = PROTOCOLS[self.dialect]()
        path = head.split(" ", 2)[1]
        turns, _ = protocol.asks(request, path)
        number = next(int(found[1]) for role, text in reversed(turns) if role == "user"
                      for found in [re.match(r"soak (\d+)", text)] if found)
        whole = self.whole(number)
        start = self.place(protocol, head, turns, number)
        await self.stream(writer, protocol, number, whole, start)

    def place(self, protocol, head: str, turns, number: int) -> int:
        """How far the asker has the answer already."""
        whole = self.whole(number)
        event = re.search(r"(?i)^last-event-id: *a1-(\d+)", head, re.MULTILINE)
        if event:
            # The first event of an answer says that it thinks; each one after it is a piece.
            protocol.number, protocol.index = int(event[1]), int(event[1]) - 1
            return min(len(whole), self.begun.get(number, 0) + int(event[1]) * PIECE)
        partial = next((text for role, text in reversed(turns) if role == "assistant"), "")
        # An answer that goes on from a text has ids of its own.
        self.begun[number] = len(partial) if whole.startswith(partial) else 0
        return self.begun[number]

    async def stream(self, writer, protocol, number: int, whole: str, start: int):
        fault = self.chance.choices(list(FAULTS), list(FAULTS.values()))[0]
        self.faults[fault] = self.faults.get(fault, 0) + 1
        if fault == "overloaded":
            body = b'{"error": {"message": "busy", "type": "overloaded_error"}}'
            writer.write(b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\nContent-Length: %d\r\n"
                         b"Connection: close\r\n\r\n%s" % (len(body), body))
            return await writer.drain()
        if fault == "reset before the head":
            return self.reset(writer)
        if fault == "no answer":
            await asyncio.sleep(1)
            raise Cut
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Type: {protocol.media}\r\nTransfer-Encoding: chunked\r\n"
                     "Connection: close\r\n\r\n".encode())
        if start == 0 and (opening := protocol.head()):
            await self.chunk(writer, opening)
        # Not in the first words: an answer that never gets going proves little.
        at = start + self.chance.randrange(400, max(401, self.length))
        position, due = start, time.monotonic()
        while position < len(whole):
            piece = whole[position:position + PIECE]
            data = protocol.delta(piece)
            if fault != "none" and position >= at:
                await self.play(fault, writer, protocol, number, data)
                fault = "none"
            if fault == "one byte a segment" and position >= at - 200:
                for index in range(len(data)):
                    await self.chunk(writer, data[index:index + 1])
            else:
                await self.chunk(writer, data)
            if number in self.cuts:
                self.recoveries.append(time.monotonic() - self.cuts.pop(number))
            position += len(piece)
            self.sent[number] = max(self.sent.get(number, 0), position)
            due += 1 / self.rate
            await asyncio.sleep(max(0.0, due - time.monotonic()))
        await self.chunk(writer, protocol.tail("stop", len(whole) // PIECE))
        writer.write(b"0\r\n\r\n")
        await writer.drain()

    async def play(self, fault: str, writer, protocol, number: int, data: bytes):
        """What goes wrong here; returns where the answer goes on on this connection."""
        if fault == "stall":
            return await asyncio.sleep(self.chance.uniform(1, 15))
        if fault == "comments only":
            for _ in range(self.chance.randint(5, 30)):
                # A line of NDJSON may be empty; it is life, but no progress.
                await self.chunk(writer, b": still here\n\n" if protocol.media.endswith("stream") else b"\n")
                await asyncio.sleep(0.2)
            return None
        if fault == "broken event":
            return await self.chunk(writer, b"data: {\"half\": \n\n" if protocol.media.endswith("stream") else b"{\"half\": \n")
        if fault == "one byte a segment":
            return None
        await self.settle(writer)
        self.cuts[number] = time.monotonic()
        self.cut_often[number] = self.cut_often.get(number, 0) + 1
        if fault == "reset":
            self.reset(writer)
        if fault == "close inside an event":
            await self.chunk(writer, data[:self.chance.randrange(1, len(data))])
        if fault == "half a character":
            await self.chunk(writer, data.split(b'"')[0] + "😀".encode()[:2])
        if fault == "error event":
            await self.chunk(writer, protocol.error())
        if fault == "refused":
            writer.transport.abort()
            asyncio.get_running_loop().create_task(self.refuse(self.chance.uniform(0.5, 4)))
        raise Cut

    @staticmethod
    async def settle(writer):
        """Until all that was sent is with the other side: what a reset throws away of it would be the network's loss."""
        await writer.drain()
        await asyncio.sleep(0.2)

    @staticmethod
    def reset(writer):
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()
        raise Cut

    @staticmethod
    async def chunk(writer, data: bytes):
        writer.write(b"%x\r\n%s\r\n" % (len(data), data))
        await writer.drain()
