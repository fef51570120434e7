#!/bin/sh
# What the record holds against: a stolen file, an older backup, a changed byte. Run it from the repository:
#
#     cargo build && sh docs/demonstrations/record.sh target/debug/supple
#
# It needs `strings` and `sqlite3`, works in a directory of its own, and removes it.
set -eu
supple=$1
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT
export SUPPLE_KEY_FILE="$data/elsewhere/supple.key" SUPPLE_WITNESS="$data/elsewhere/witness"
mkdir -m 700 "$data/elsewhere" "$data/home"
say() { printf '\n== %s\n' "$*"; }
run() { printf '$ supple %s\n' "$*"; "$supple" "$@" --data "$data/home"; }

say "A person comes: taken in from a file, as if from another house"
cat > "$data/ada.json" <<'JSON'
{ "format": "supple-person/1", "person": "3f1c9d2e-8a41-4c57-9b7e-0d7f5a2b6c18", "name": "Ada Plantedname",
  "created_at_ms": 1790000000000, "events": [
  { "id": "01994c3e-8c00-7000-8000-000000000001", "at_ms": 1790000000000, "zone": "Europe/Paris", "kind": "door.chosen",
    "version": 1, "who": { "is": "self" }, "payload": { "door": "d1" } },
  { "id": "01994c3e-8c00-7000-8000-000000000002", "at_ms": 1790000060000, "zone": "Europe/Paris", "kind": "answers.given",
    "version": 1, "who": { "is": "self" }, "payload": { "page": "today", "answers": { "fever": "plantedvalue" } } } ] }
JSON
run record import "$data/ada.json"
run record verify

say "The file is stolen: neither strings nor sqlite3 find her"
found=$(cat "$data"/home/supple.sqlite* | strings -n 5 | grep -ci planted || true)
echo "planted words found by strings: $found"
test "$found" = 0
sqlite3 "$data/home/supple.sqlite" "SELECT 'event ' || seq || ': ' || substr(hex(sealed), 1, 48) || '...' FROM event"
cp "$data/home/supple.sqlite" "$data/stolen.sqlite"

say "A backup is made, then she has her record destroyed"
run backup "$data/backup.sqlite"
run record erase "Ada Plantedname" --yes
run record people

say "The older backup is put back, by hand and by the program: she stays erased"
rm -f "$data"/home/supple.sqlite*
cp "$data/backup.sqlite" "$data/home/supple.sqlite"
run record people
run restore "$data/backup.sqlite"
test -z "$(run record people | grep Planted || true)"

say "One byte is changed: verify names the entry"
mkdir -m 700 "$data/other"
export SUPPLE_WITNESS="$data/elsewhere/other"
"$supple" record import "$data/ada.json" --data "$data/other" > "$data/out"
sqlite3 "$data/other/supple.sqlite" "DROP TRIGGER event_is_never_changed;
    UPDATE event SET sealed = CAST(substr(sealed, 1, 99) || x'00' || substr(sealed, 101) AS BLOB) WHERE seq = 2"
if "$supple" record verify --data "$data/other"; then
    echo "the change was not found" >&2
    exit 1
fi
say "Done"
