"""Feeds beside calendar programs in Python: icalendar reads the same appointments out of them, and khal takes them in and lists them.

Usage: calendars.py KHAL < lines of {zone, text, events}. Prints what is wrong, and last how many feeds passed.
"""

import json
import subprocess
import sys
import tempfile
from datetime import datetime, timezone
from pathlib import Path

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


def listed(khal, zone, text):
    """What khal lists of a feed, as `uid|start|end` in UTC."""
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        (folder / "events").mkdir()
        (folder / "feed.ics").write_bytes(text.encode())
        (folder / "config").write_text(
            f"[calendars]\n[[feed]]\npath = {folder / 'events'}\n[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\n"
            "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\n"
            f"longdatetimeformat = %Y-%m-%d %H:%M\n[sqlite]\npath = {folder / 'khal.db'}\n"
        )
        run = lambda *args: subprocess.run([khal, "-c", str(folder / "config"), *args], capture_output=True, text=True, check=True).stdout
        run("import", "--batch", "-a", "feed", str(folder / "feed.ics"))
        lines = run("list", "--once", "--day-format", "", "--format", "{uid}|{start-long-full}|{end-long-full}", "2025-01-01", "2029-01-01")
        return sorted(line for line in lines.splitlines() if "|" in line)


def main():
    khal = sys.argv[1]
    passed = failed = 0
    for line in sys.stdin:
        feed = json.loads(line)
        wrong = []
        if read(feed["text"]) != feed["events"]:
            wrong.append("icalendar reads other events")
        utc = lambda ms: datetime.fromtimestamp(ms / 1000, timezone.utc).strftime("%Y-%m-%d %H:%M")
        expected = sorted(f"{one['uid']}|{utc(one['from'])}|{utc(one['until'])}" for one in feed["events"])
        found = listed(khal, feed["zone"], feed["text"])
        if found != expected:
            wrong.append(f"khal lists other events: {sorted(set(found) ^ set(expected))[:4]}")
        for sentence in wrong:
            print(f"{feed['zone']}: {sentence}", file=sys.stderr)
        passed, failed = passed + (not wrong), failed + bool(wrong)
    print(f"{passed} passed, {failed} failed")
    sys.exit(0 if passed and not failed else 1)


main()
