"""Feeds beside calendar programs in Python: icalendar reads the same appointments out of them, khal takes them in and lists them, and
vdirsyncer fetches them from their address, twice, for khal to list.

Usage: calendars.py KHAL VDIRSYNCER < lines of {zone, text, events}. Prints what is wrong, and last how many feeds passed.
"""

import json
import subprocess
import sys
import tempfile
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import icalendar


def read(text):
    """The events of a feed, as the example that wrote it names them."""
    calendar = icalendar.Calendar.from_ical(text)
    at = lambda value: int(value.dt.astimezone(timezone.utc).timestamp() * 1000)
    return [
        {
            "uid": str(event["UID"]),
            "sequence": int(event["SEQUENCE"]),
            "from": at(event["DTSTART"]),
            "until": at(event["DTEND"]),
            "title": str(event["SUMMARY"]),
            "status": str(event["STATUS"]),
        }
        for event in calendar.walk("VEVENT")
    ]


def settings(folder):
    """Writes what khal needs; the command."""
    (folder / "config").write_text(
        f"[calendars]\n[[feed]]\npath = {folder / 'events'}\n[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\n"
        "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\n"
        f"longdatetimeformat = %Y-%m-%d %H:%M\n[sqlite]\npath = {folder / 'khal.db'}\n"
    )


def khal_run(khal, folder, *args):
    return subprocess.run([khal, "-c", str(folder / "config"), *args], capture_output=True, text=True, check=True).stdout


def lists(khal, folder):
    """What khal lists, as `uid|start|end` in UTC."""
    lines = khal_run(khal, folder, "list", "--once", "--day-format", "", "--format", "{uid}|{start-long-full}|{end-long-full}", "2025-01-01", "2029-01-01")
    return sorted(line for line in lines.splitlines() if "|" in line)


def listed(khal, text):
    """What khal lists of a feed that it took in as a file."""
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        (folder / "events").mkdir()
        (folder / "feed.ics").write_bytes(text.encode())
        settings(folder)
        khal_run(khal, folder, "import", "--batch", "-a", "feed", str(folder / "feed.ics"))
        return lists(khal, folder)


def served(text):
    """A server that gives a feed at any address."""

    class Feed(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("content-type", "text/calendar; charset=utf-8")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Feed)
    Thread(target=server.serve_forever, daemon=True).start()
    return server


def fetched(khal, vdirsyncer, text):
    """What khal lists of a feed that vdirsyncer fetched, and whether fetching it again changes nothing."""
    server = served(text)
    try:
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            (folder / "events").mkdir()
            settings(folder)
            (folder / "sync").write_text(
                f'[general]\nstatus_path = "{folder / "status"}"\n'
                '[pair feed]\na = "there"\nb = "here"\ncollections = null\nconflict_resolution = "a wins"\n'
                f'[storage there]\ntype = "http"\nurl = "http://127.0.0.1:{server.server_port}/feed.ics"\n'
                f'[storage here]\ntype = "filesystem"\npath = "{folder / "events"}"\nfileext = ".ics"\n'
            )
            run = lambda word: subprocess.run([vdirsyncer, "-c", str(folder / "sync"), word], capture_output=True, text=True, check=True, input="y\n")
            state = lambda: {file.name: file.read_bytes() for file in (folder / "events").iterdir()}
            run("discover")
            run("sync")
            first = state()
            run("sync")
            return lists(khal, folder), first == state()
    finally:
        server.shutdown()


def main():
    khal, vdirsyncer = sys.argv[1:3]
    passed = failed = 0
    for line in sys.stdin:
        feed = json.loads(line)
        wrong = []
        if read(feed["text"]) != feed["events"]:
            wrong.append("icalendar reads other events")
        utc = lambda ms: datetime.fromtimestamp(ms / 1000, timezone.utc).strftime("%Y-%m-%d %H:%M")
        expected = sorted(f"{one['uid']}|{utc(one['from'])}|{utc(one['until'])}" for one in feed["events"])
        found = listed(khal, feed["text"])
        if found != expected:
            wrong.append(f"khal lists other events: {sorted(set(found) ^ set(expected))[:4]}")
        found, same = fetched(khal, vdirsyncer, feed["text"])
        # vdirsyncer names what it fetches by what is in it.
        times = lambda lines: sorted(line.split("|", 1)[1] for line in lines)
        found, expected = times(found), times(expected)
        if found != expected:
            wrong.append(f"vdirsyncer fetches other events: {sorted(set(found) ^ set(expected))[:4]}")
        if not same:
            wrong.append("fetched again, the same feed is another")
        for sentence in wrong:
            print(f"{feed['zone']}: {sentence}", file=sys.stderr)
        passed, failed = passed + (not wrong), failed + bool(wrong)
    print(f"{passed} passed, {failed} failed")
    sys.exit(0 if passed and not failed else 1)


main()
