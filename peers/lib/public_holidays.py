"""Holidays beside the Python package holidays: which dates both have, region by region, from 2020 to 2040.

Usage: public_holidays.py < lines of region, date, instead, name. Prints what differs, and last how many regions passed. A difference that
is known stands in KNOWN with its reason; one that is not, and one that is known and does not come up any more, fails.
"""

import sys
from collections import defaultdict
from datetime import date

import holidays
from dateutil.easter import EASTER_ORTHODOX, easter

YEARS = range(2020, 2041)

# Our region: their country and subdivision.
THEIRS = {
    "gb-eng": ("GB", "ENG"), "gb-sct": ("GB", "SCT"), "gb-nir": ("GB", "NIR"),
    "fr-as": ("FR", "57"), "us": ("US", None), "ca": ("CA", None), "au": ("AU", None), "nz": ("NZ", None),
}

ORTHODOX = {easter(year, EASTER_ORTHODOX) for year in YEARS}

# Region: side that has the date, the dates that are meant, and why.
KNOWN = {
    "au": [("here", lambda on, name: (on.month, on.day) in ((1, 27), (1, 28)), "the Monday in place of Australia Day is in the law of every state, there in their lists alone")],
    "ca": [("there", lambda on, name: "(observed)" in name, "the Labour Code leaves the day in place of one on a weekend to the employer")],
    "de-by": [("here", lambda on, name: (on.month, on.day) == (8, 15), "Assumption holds in most municipalities; there it is in a list of its own")],
    "es": [("here", lambda on, name: on.weekday() == 6, "the communities may replace a national day, most of all one on a Sunday; it is a day of rest nevertheless")],
    "fi": [("there", lambda on, name: (on.month, on.day) == (12, 24) or on.month == 6, "Midsummer Eve and Christmas Eve are days off by agreement, not by law")],
    "gr": [
        ("here", lambda on, name: on in ORTHODOX, "Easter Sunday is left out there, as a Sunday"),
        ("here", lambda on, name: on == date(2024, 5, 1), "in 2024 a decree moved Labour Day to 7 May"),
        ("there", lambda on, name: on.month in (4, 5), "Labour Day is moved by decree where it meets Easter or a weekend"),
    ],
    "it": [("there", lambda on, name: on.month == 11 and on.weekday() == 6, "National Unity Day is kept on a Sunday")],
    "nl": [("there", lambda on, name: on.weekday() == 4 and on.month in (3, 4), "Good Friday counts for time limits alone")],
}


def theirs(region):
    """The dates that the package has for a region."""
    country, _, part = region.partition("-")
    country, part = THEIRS.get(region, (country.upper(), part.upper() or None))
    # What the Labour Code lists are the holidays of the federal government there.
    more = ("public", "government") if country == "CA" else None
    found = holidays.country_holidays(country, subdiv=part, years=YEARS, categories=more)
    return {on: name for on, name in found.items() if on.year in YEARS}


def main():
    ours = defaultdict(dict)
    for line in sys.stdin:
        region, on, _, name = line.rstrip("\n").split("\t")
        ours[region][date.fromisoformat(on)] = name
    passed = failed = days = 0
    for region, mine in ours.items():
        other = theirs(region)
        days += len(mine)
        only = [("here", on, mine[on]) for on in mine.keys() - other.keys()]
        only += [("there", on, other[on]) for on in other.keys() - mine.keys()]
        known = KNOWN.get(region, [])
        new = [one for one in only if not any(side == one[0] and says(*one[1:]) for side, says, _ in known)]
        gone = [why for side, says, why in known if not any(side == one[0] and says(*one[1:]) for one in only)]
        for side, on, name in sorted(new, key=lambda one: one[1]):
            print(f"{region}: only {side}: {on} {on:%a} {name}", file=sys.stderr)
        for why in gone:
            print(f"{region}: no difference any more: {why}", file=sys.stderr)
        for side, says, why in known:
            count = sum(1 for one in only if side == one[0] and says(*one[1:]))
            print(f"{region}: {count} only {side}: {why}")
        failed += bool(new or gone)
        passed += not (new or gone)
    print(f"{len(ours)} regions, {days} days beside holidays {holidays.__version__}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


main()
