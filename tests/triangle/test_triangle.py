"""The picture of examples/triangle: the same from the guest and from its native twin, and what it must be.

WASIGPU is the command, GUEST and NATIVE are the program. The PNG file is decoded here, and what it must be is
computed from the three corners, without a GPU."""

import os
import struct
import subprocess
import tempfile
import unittest
import zlib
from pathlib import Path

WASIGPU, GUEST, NATIVE = (os.environ[name] for name in ("WASIGPU", "GUEST", "NATIVE"))
CORNERS = ((0, 0.8), (-0.8, -0.8), (0.8, -0.8))  # red, green, blue
BACKGROUND = (26, 26, 26, 255)


def decode(data):
    """(width, height, [pixel, ...]) of a PNG file of 8-bit RGBA. PNG (Third Edition), "Filtering"."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    chunks, at = {}, 8
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8:at + 8 + size]
        assert zlib.crc32(kind + body) == struct.unpack_from(">I", data, at + 8 + size)[0]
        chunks[kind] = chunks.get(kind, b"") + body
        at += 12 + size
    width, height, *form = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert form == [8, 6, 0, 0, 0]
    lines = zlib.decompress(chunks[b"IDAT"])
    step = 1 + width * 4
    assert len(lines) == height * step
    pixels, above = [], bytes(width * 4)
    for y in range(height):
        row = bytearray(lines[y * step + 1:(y + 1) * step])
        unfilter(lines[y * step], row, above)
        pixels += [tuple(row[x:x + 4]) for x in range(0, len(row), 4)]
        above = row
    return width, height, pixels


def unfilter(kind, row, above):
    for i in range(len(row)):
        left = row[i - 4] if i >= 4 else 0
        corner = above[i - 4] if i >= 4 else 0
        guess = left + above[i] - corner
        nearest = min((abs(guess - value), order, value) for order, value in enumerate((left, above[i], corner)))
        row[i] = row[i] + (0, left, above[i], (left + above[i]) // 2, nearest[2])[kind] & 255


def place(width, height):
    """The corners in texels, y downwards."""
    return [((x + 1) * width / 2, (1 - y) * height / 2) for x, y in CORNERS]


def edge(a, b, x, y):
    return (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])


def shares(corners, x, y):
    """How much of each corner is at a place, and how far it is from the nearest edge: inside, above 0."""
    sides = [(corners[1], corners[2]), (corners[2], corners[0]), (corners[0], corners[1])]
    whole = edge(*sides[0], *corners[0])
    parts = [edge(*side, x, y) / whole for side in sides]
    distances = [part * abs(whole) / ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5
                 for part, (a, b) in zip(parts, sides)]
    return parts, min(distances)


class Triangle(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def run_in_folder(self, *command):
        return subprocess.run(command, cwd=self.folder, capture_output=True, text=True, timeout=240)

    def run_guest(self, *arguments):
        return self.run_in_folder(WASIGPU, "run", "--dir", ".", GUEST, *arguments)

    def draw(self, run, *arguments):
        result = run("-o", "drawn.png", *arguments)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(result.stderr, "")
        self.assertRegex(result.stdout, r"\Adrawing on .+\nwrote drawn.png, \d+ by \d+ texels\n\Z")
        return (self.folder / "drawn.png").read_bytes()

    def check_picture(self, data, width, height):
        found_width, found_height, pixels = decode(data)
        self.assertEqual((found_width, found_height), (width, height))
        corners = place(width, height)
        inside = 0
        for i, pixel in enumerate(pixels):
            x, y = i % width, i // width
            parts, distance = shares(corners, x + 0.5, y + 0.5)
            if distance < -1:
                self.assertEqual(pixel, BACKGROUND, (x, y))
            if distance > 1:
                inside += 1
                self.assertEqual(pixel[3], 255, (x, y))
                for found, part in zip(pixel, parts):
                    self.assertAlmostEqual(found, part * 255, delta=1, msg=(x, y))
        self.assertGreater(inside, width * height // 4)

    def test_guest_and_native(self):
        guest = self.draw(self.run_guest)
        native = self.draw(lambda *arguments: self.run_in_folder(NATIVE, *arguments))
        self.assertEqual(guest, native)
        self.check_picture(guest, 256, 256)

    def test_sizes(self):
        """Rows of 332 bytes, which a copy pads; and one texel high rows of 256 bytes exactly."""
        self.check_picture(self.draw(self.run_guest, "--size", "83x150"), 83, 150)
        self.assertEqual(decode(self.draw(self.run_guest, "--size", "64x1"))[:2], (64, 1))

    def test_mistakes(self):
        for arguments, said in ((["--size", "12"], "usage: "), (["--size"], "usage: "), (["--other", "1"], "usage: "),
                                (["--size", "0x4"], "no texture: "), (["-o", "none/drawn.png"], "cannot write: ")):
            result = self.run_guest(*arguments)
            self.assertEqual(result.returncode, 1, arguments)
            self.assertIn("triangle: " + said, result.stderr)
        self.assertEqual(list(self.folder.iterdir()), [])


if __name__ == "__main__":
    unittest.main()
