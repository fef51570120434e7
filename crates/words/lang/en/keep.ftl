# Taking a record along and destroying it, and what the commands about records say.

record-take = Take the record with you, or destroy it

take-page = Take it with you
take-title = Take your record with you
take-lead = Everything that is recorded about you, in a file of your own.
take-read-title = To read
take-read = One page with everything in it. It opens in any browser, now and in many years.
take-read-button = Save the page
take-move-title = To move
take-move = The same as a file for another Supple (JSON). Another program can read it too.
take-move-button = Save the file
take-fhir-title = For a doctor's program
take-fhir = What the record says today, as a FHIR Bundle (R4): answers, scores, sessions, courses, today's decision with its reasons, and the letter. It cannot be brought back into Supple.
take-fhir-button = Save as FHIR
take-open = These files are not locked. Whoever has them can read them. Keep them where you would keep a letter from your doctor.
take-destroy-title = Or destroy it
take-destroy = You can have your record destroyed for good.
take-destroy-link = Read what that means

destroy-page = Destroy the record
destroy-title = Destroy your record
destroy-lead = Nobody can bring it back afterwards. Not you, and not the people who made Supple.
destroy-goes-title = What goes
destroy-goes-record = Everything you answered, every result and every session. The key to it is destroyed.
destroy-goes-name = Your name, mail address and telephone number.
destroy-goes-practices = Your sessions in every practice on this computer, with what you shared for them.
destroy-goes-backups = Your record in older backups too, as soon as one of them is put back here.
destroy-stays-title = What stays
destroy-stays-shell =
    { $count ->
        [0] That somebody was here, and when their record was destroyed. Not who.
        [one] That somebody was here with 1 entry, when it was made, and when the record was destroyed. Not who, and not what it said.
       *[other] That somebody was here with { $count } entries, when they were made, and when the record was destroyed. Not who, and not what they said.
    }
destroy-stays-files = Files that you saved or printed. They are yours.
destroy-stays-old = A backup that somebody keeps elsewhere, together with its key. Ask for it to be destroyed.
destroy-take-first = Take your record with you first
destroy-proxy = You are answering for somebody else. Only they can have it destroyed: open the record in their own name.
destroy-pin = Your PIN
destroy-sure = Yes, destroy my record for good
destroy-button = Destroy it
destroy-keep = Keep it
form-destroy-sure = Tick the box if you are sure.

destroyed-page = Destroyed
destroyed-title = Your record is destroyed
destroyed-lead = What you answered cannot be read any more, by anybody.
destroyed-lead-copy = What you answered cannot be read in Supple any more. One copy that still opens is left.
destroyed-copy = When a backup was put back, the file before it was kept beside the records; its name ends in ".before-restore". Your record could not be destroyed in it. Delete that file, or ask whoever looks after this computer to do it.
destroyed-log = The destroyed key may stand in the database's own log for a while. It opens nothing without the master key.
destroyed-old = If you saved files or made backups, they are where you put them.

readable-title = A record from Supple
readable-heading = The record of
readable-count =
    { $count ->
        [one] 1 entry.
       *[other] { $count } entries.
    }
readable-printed = Saved on { $moment }.
readable-care = Nothing of the record is left out but the numbers by which Supple tells sessions apart; the file to move house with has them. What practices keep about your sessions stands at the end, and goes when you destroy your record. This page is no diagnosis. Whoever has it can read it.
readable-moment = { $date }, { $time } ({ $zone })
readable-moment-utc = { $date }, { $time } in UTC; Supple does not know the zone "{ $zone }"
readable-bookings = What practices keep about your sessions
readable-shut = The practice { $id } does not open. What it keeps about you is not in here.
readable-certain = Rule { $rule }, certain
readable-unsure = Rule { $rule }, because something is not known
readable-rule = { $title } ({ $rule })
readable-lifted = lifted by the agreement of a clinician
readable-not-said = not said
readable-somebody = somebody with a record here
readable-span = { $from } – { $until } ({ $zone })
# What kind of session.
session-kind-gentle = a gentle session
session-kind-plan = a session of the plan
session-kind-routine = stretches
session-kind-breathe = breathing
map-state-draft = not finished
map-state-unknown = the place is not known
map-state-confirmed = finished
from-code = a code from the phone
does-advice = Advice
does-crisis = Help came first
# What followed in a session.
act-go-on = it went on
act-ease-off = lighter from then on
act-stop-place = this place was left
act-end-session = the session ended
act-urgent = the session ended, medical help today
act-emergency = the session ended, emergency number at once
readable-everywhere = everywhere
readable-by-program = worked out by Supple
readable-by-therapist = { $name }, { $practice }
readable-back = The clock stood earlier here than at an entry before. It was set back, or this came in later from another device.
readable-taken-back = taken back
readable-nothing = nothing
# The names of what an entry holds.
field-after = pain after
field-allowed = massage was allowed
field-answers = answered
field-agreed = agreement of a clinician
field-asks = a clinician has to agree to
field-assessment = what the therapist makes of it
field-at_ms = when
field-bad = how bad it was
field-before = pain before
field-brief = shared with the therapist
field-by = by
field-chosen = strength chosen for
field-client = your name there
field-clothed = clothes stay on
field-consent = agreed to it
field-country = country
field-course = course
field-crisis = help came first
field-day = day
field-depth = how deep
field-devices = things at hand
field-did = what followed
field-discomfort = discomfort, 0 to 10
field-disposition = result
field-door = way in
field-duration_min = minutes a session
field-every_weeks = weeks from one session to the next
field-firmness = firm or gentle
field-for = asked for
field-from = from
field-giver = who gives it
field-hands = massage
field-how = how
field-in_days = in so many days
field-instrument = measure
field-intensity = how strong, 0 to 10
field-knowledge = version of the rules
field-last_change = change of pain in the last session
field-lasted = how long it lasted
field-late = minutes late
field-limits = limits
field-made = booked on
field-map = body map
field-marks = marks
field-max_minutes = minutes at most
field-max_pressure = pressure at most
field-minutes = minutes
field-minutes_a_week = minutes a week, at most
field-names = own words
field-nth = number of the session
field-notes = notes of the therapist
field-gave = what was done
field-objective = what was found
field-of_s = seconds in all
field-of = of
field-offered = was to be
field-on = on
field-opening = asked before it began
field-page = page
field-pain = pain
field-person = who it was
field-place = place
field-places = places
field-plan = what was done, and what is next
field-planned = planned
field-played_s = seconds played
field-policy = cost of cancelling
field-position = position
field-practice = practice
field-quality = how it feels
field-reactions = sessions after which something came
field-response = how it went
field-restrictions = limits
field-review = review
field-room = room
field-routine = routine
field-rule = rule
field-rules = rules
field-said = said
field-screened = questions answered
field-second = second
field-seen = a clinician has looked at it
field-serious = sessions after which it was severe
field-service = service
field-session = session
field-sessions = sessions
field-shape = body shape
field-side = side
field-signs = signs
field-since = since
field-site = place
field-sleep = sleep
field-sites = where
field-spreads = spreads to
field-state = state
field-step = step
field-subjective = what you said
field-surface = where it happens
field-technique = technique
field-techniques = techniques
field-text = text
field-texts = own words
field-therapist = therapist
field-timeframe = how soon
field-times = times
field-today = on
field-told = counted by the practice
field-unknown = not known
field-until = until
field-upkeep = after relief
field-way = chosen
field-well = felt as when answering
field-what = what
field-whole = kept free with preparing and cleaning
field-wishes = wishes
field-words = words
field-works = what is done where

help-supple-record = Prove records, compute decisions again, take records along, destroy them
help-supple-record-people = List everybody with their id
help-supple-record-verify = Prove that no record was changed and nothing is missing
help-supple-record-replay = Compute every decision of a person again, with the knowledge it was made with
help-supple-record-export = Write everything about a person, to read or to move house with
help-supple-record-import = Take in a person who was exported elsewhere
help-supple-record-from-clinic = List what a clinic's record (FHIR) proposes, and take in what is confirmed
help-arg-clinic-file = A FHIR R4 Bundle, or one resource a line, in JSON
help-arg-confirm = The questions whose proposed answer is so, as they are listed, with commas between
help-arg-unknown = The questions whose answer is not known
help-supple-record-erase = Destroy the record of a person for good
help-supple-record-erased = List who was erased and when, to be kept apart from the backups
help-supple-record-retention = How long a practice has to keep records, and until when those here
help-supple-record-practices = List the practices
help-supple-record-export-practice = Write everything of a practice, to move house with
help-supple-record-close-practice = Close a practice for good, also one that does not open
help-supple-record-import-practice = Take in a practice that was exported elsewhere
help-arg-place = Where the practice is: a country, or a country and a state, such as US-NJ
help-arg-practice = Which practice: its id
help-supple-backup = Copy all records into a new file while they are in use
help-supple-restore = Put a backup back; whoever was erased since stays erased
help-supple-doctor = Look at keys, records, disk, clock and time zones, and say what is wrong
help-supple-key = Change the master key, or its passphrase
help-supple-key-rotate = Make a new master key and renew what the old one protects
help-supple-key-passphrase = Seal the key file with a passphrase
help-arg-key_file = File of the master key [default: supple.key beside the records; also SUPPLE_KEY_FILE]
help-arg-key_command = Command that prints the master key: a key service, a password manager [also SUPPLE_KEY_COMMAND]
help-arg-witness = File that remembers how far each record has come, best on another disk [default: supple.witness beside the records; also SUPPLE_WITNESS]
help-arg-against = Compare with this older copy of a witness too
help-arg-person = Whose record: the id, or the name
help-arg-practice-form = To bring into another Supple, whole (json) or line by line (ndjson), a table of what the practice keeps (csv), or for other programs: FHIR, a resource a line (fhir)
help-arg-form = To read (html), to bring into another Supple, whole (json) or line by line (ndjson), a table of the entries (csv), or for a doctor’s program (fhir: a Bundle of FHIR R4)
help-arg-to = The new file; without it an export goes to the standard output
help-arg-backup-to = The new file
help-arg-practice-to = The new file
help-arg-file = The file to take in
help-arg-list = A list from "supple record erased": everybody on it who is here is erased
help-arg-yes = Do not ask again
help-arg-backup = The backup
help-arg-backup_key_file = The key file of then, where the master key was changed since the backup was made
help-arg-erased = A list from "supple record erased": whoever is on it is erased too
help-arg-new-key-file = Take the new key from this file; without it a fresh one is made
help-arg-leave_broken = Go on although a record is damaged; it stays damaged, and this says which
help-arg-new_witness = Begin a new witness where the old one is lost; it knows nothing of what was before
help-arg-remove = Take the passphrase away

help-arg-mail_server = Server for mail to clients, such as smtps://user@host or smtp://user@host:587; without one the mail is put into the folder outbox beside the records [also SUPPLE_MAIL_SERVER]
help-arg-mail_from = Address from which mail is sent [also SUPPLE_MAIL_FROM]
help-arg-mail_password_file = File with the password for the mail server [also SUPPLE_MAIL_PASSWORD_FILE, or the password itself in SUPPLE_MAIL_PASSWORD]
mail-server-wrong = The mail server cannot be read. Write it like smtps://user@host, and put the password into a file (--mail-password-file).
mail-from-wrong = Mail cannot be sent from { $address }. Give an address like name@example.org with --mail-from.
mail-from-needed = Say from which address mail is to be sent: --mail-from name@example.org
mail-password-needed = The mail server needs a password. Put it into a file, and name it with --mail-password-file.
help-arg-database = PostgreSQL server of the records, such as postgres://supple@localhost/supple; several share the people between them [also SUPPLE_DATABASE]
server-name = The database server
server-address = This is no address of a database server. It looks like postgres://supple@localhost/supple.
server-unprotected = The database server is on another computer, and nothing protects the line to it. Lead it through a tunnel, and say so with sslmode=disable at the end of the address.
server-tls = The address, or PGSSLMODE, asks for an encrypted line (sslmode), and Supple cannot encrypt the line to a database server itself. Nothing was sent. Run the server on this computer and leave sslmode out; or lead the line through a tunnel or a private network, and say so with sslmode=disable at the end of the address.
server-other-part = This database server holds other people. Name the same servers in the same order as before.
server-unreachable = The database server cannot be used: { $why }. Check that it runs, and try again.
server-busy = The records on the database server are in use: another Supple has them open, or is changing their master key, or the server has no connection left. End the other one, or wait, and try again.
backup-on-server = The records are on a database server. Use its own tools: pg_basebackup or pg_dump. Read docs/SCALING.md.
cli-exists = { $file } is there already. Supple never writes over a file. Choose another name.
home-busy = Another Supple is working with the records in { $directory }. End it first, or use the one that is open; for other records choose another directory with --data.
home-changing = The master key in { $directory } is being changed, or a backup is being put back. Wait until that is done, and try again.
home-empty = There are no records in { $directory }. Name their directory with --data.

key-unfinished = A change of the master key was cut off ({ $file }). Run "supple key rotate" to finish it.
key-variable-malformed = SUPPLE_MASTER_KEY does not hold a key: 64 digits from 0 to 9 and a to f.
key-command-failed = This command did not print a key of 64 digits: { $command }
key-command-late = This command gave no key within { $seconds } seconds and was ended: { $command }
    Run it by itself to see what it waits for. Where it asks somebody for a password, unlock that before Supple starts.
key-passphrase-ask = Passphrase of the key file
key-passphrase-new = New passphrase (five words or more that nobody would guess)
key-passphrase-needed = The key { $file } opens only with its passphrase. Type it in a terminal, or set SUPPLE_PASSPHRASE.
key-passphrase-wrong = That is not the passphrase of { $file }.
key-passphrase-short = A passphrase has at least 12 characters. Five words or more that nobody would guess are best.
key-passphrase-none = Type the new passphrase in a terminal, or set SUPPLE_NEW_PASSPHRASE.
key-passphrase-set = The key file opens only with the passphrase now. Whoever forgets it has lost every record.
key-passphrase-removed = The key file opens without a passphrase now.
key-no-file = The master key is not in a file, so it has no passphrase here.
key-rotate-to = The master key comes from elsewhere. Make the new key there, and name a file with it: --new-key-file.
key-rotate-failed = The master key could not be changed: { $why }. What was done so far stays. Run the same command again.
key-rotate-not-whole =
    The master key was not changed, because not everything opens under the old one:
    { $broken }
    Nothing was changed. Put back a backup in which these are whole. If there is none, "supple key rotate --leave-broken" changes the key for all others.
key-left = This does not open under the old key or the new one, and stays as it is:
key-rotate-copy = { $file } holds the records of before a backup was put back, under the present key. After a change of the key whoever is erased would stay in it. Delete it, or keep it elsewhere, and run the command again.
key-new-leftover = { $file } holds another new key. It is from a change that was cut off, or that never began. Run "supple key rotate" without --new-key-file: that finishes the change with it.
key-new-missing = There is no file { $file } with a new key. Make the new key first: 64 digits from 0 to 9 and a to f, readable by you alone.
key-rotated =
    There is a new master key. { $count ->
        [one] 1 person was renewed.
       *[other] { $count } people were renewed.
    }
    The old key is now in { $file }. It still opens old backups. If you keep none, delete it.
    Whoever once copied these records together with the old key can go on reading in them when they get at a copy again. Records that begin now are safe from them.
key-rotated-elsewhere =
    The new master key counts from now on. { $count ->
        [one] 1 person was renewed.
       *[other] { $count } people were renewed.
    }

record-pin-ask = PIN
record-pin-needed = This record opens only with its PIN. Type it in a terminal, or set SUPPLE_PIN.
record-pin-wrong = The record did not open: { $why }.
record-erased-before = This record was destroyed. Nobody can read it any more.
record-unreadable = The record cannot be read or written: { $why }.
record-nobody = There is nobody called { $person } here. "supple record people" lists everybody.
record-several = More than one person is called { $person }. Use an id:
    { $ids }

verify-whole =
    Everything is as it was written: { $people ->
        [one] 1 person
       *[other] { $people } people
    }, { $events ->
        [one] 1 entry
       *[other] { $events } entries
    }.
verify-broken =
    Not everything is as it was written. { $people ->
        [one] 1 person
       *[other] { $people } people
    }, { $events ->
        [one] 1 entry
       *[other] { $events } entries
    } in whole records.
verify-event = Record { $person }, entry { $seq }: { $why }
verify-person = Record { $person }: { $why }
database-gone =
    There are no records in { $file }, and the witness { $witness } has seen some. Nothing was begun anew.
    If they lie on another disk, put it in. If they are lost, put a backup back: "supple restore BACKUP".
    To begin without them, move the witness away, and keep it: it knows who was erased.
witness-missing =
    The witness { $witness } is missing. It remembers how far each record had come, and who was erased. Nothing was changed.
    Bring it back: put the disk in, or name its place with --witness.
    If it is lost, "supple doctor --new-witness" begins a new one. To put a backup back without one: "supple restore --new-witness".
witness-unwritten = LOOK  The witness { $witness } cannot be written. The pages go on; what it should remember is kept until it can be, as long as Supple runs. Nobody is destroyed meanwhile. Make room on its disk, put it in again, or take away what lies in its place.
witness-put-back = LOOK  The witness { $witness } was gone while Supple ran, and Supple has put it back with everything that it remembered. Find out who takes it away: without it, an older copy of the records does not show.
witness-foreign =
    The witness { $witness } is under another key: it belongs to other records, or was away while the master key was changed. Nothing was changed.
    Name the right one with --witness. If there is none, "supple doctor --new-witness" begins a new one and keeps this one beside it.
witness-full = The disk of the witness { $witness } is full. The records themselves are not meant, and nothing was changed. Make room there, then try again.
witness-unusable =
    The witness { $witness } cannot be used. The records themselves are not meant: { $why }
    Put back a copy of it. If there is none, "supple doctor --new-witness" begins a new one and keeps this one beside it.
witness-began = The witness began on { $moment } and knows nothing of what was before: older copies that were put back, and whoever was erased.
serve-witness =
    LOOK  Not everything is here that the witness has seen. The pages are open all the same.
    { $lines }
verify-knowledge = Knowledge { $version}: what is kept is not what its name says. Decisions made with it cannot be computed again. Copy it from a backup, or serve the pages once with the program that brought it.
verify-knowledge-missing = Knowledge { $version } is named by a decision and not kept. That decision cannot be computed again.
verify-file = The file: { $what }
verify-why-missing = it is missing
verify-why-altered = it was changed
verify-why-unexpected = it was added behind the end
verify-why-seal = it does not open in this place
verify-why-head = the end of the record was changed
verify-why-profile = the name does not open
verify-why-key = the key is missing or does not open, and Supple did not erase it
verify-why-generation = it says that it stands under another master key
verify-why-lookup = the index does not fit the name
verify-why-desk = something that is kept beside it (a booking, a job, a note of who looked) does not open or is missing
verify-why-behind = the witness has seen it, and it is not there; an older copy was put back
verify-why-forked = the witness has seen another entry here; an older copy was put back and went on
verify-why-auditbehind = the witness has seen this note of who looked, and it is not there; its end was cut off, or an older copy was put back
verify-why-auditforked = the witness has seen another note of who looked here; an older copy was put back and went on
verify-why-counted = something that is kept beside it (a booking, a member, a job, a time that is taken) was taken out or put back by somebody else than Supple
verify-why-deskgone = the witness has seen what is kept beside it (a practice, or what belongs to a person), and it is gone
verify-why-unproved = the witness says something else about it, and does not prove that Supple wrote that. An older copy was put back, or somebody wrote into the witness
verify-why-erasureunwitnessed = it was destroyed, and the witness does not know that: an older backup would bring it back. Tell the witness: supple record erased > LIST, and then supple record erase --list LIST
verify-why-unwitnessed = the witness has never seen this record. Either an older Supple was cut off, or somebody took lines out of the witness, or put an older one back. If you know why, "supple doctor --new-witness" takes it over; so does the next entry of this record
verify-why-erasedelsewhere = the witness that you named says that it was destroyed, and it is here. If you know that it is true, destroy it again: supple record erase
verify-why-erasureunproved = the witness says that it was destroyed, and does not prove that Supple wrote that. It was not destroyed again. If you know that it is true, say so: supple record erase. If not, somebody wrote into the witness
verify-why-unreadable = it cannot be read

replay-same = Entry { $seq }, { $when }: the same again (knowledge { $version })
replay-differs = Entry { $seq }, { $when }: something else comes out (knowledge { $version })
replay-no-knowledge = Entry { $seq }, { $when }: nobody knows, because knowledge { $version } is not here or cannot be read
replay-unreadable = Entry { $seq }, { $when }: the entry is of a form that this program does not know
replay-all-same =
    { $count ->
        [0] No finished result stands in this record. While questions are open, a page shows what the answers come to so far; that is not kept as a result, and the answers are.
        [one] 1 result, the same again.
       *[other] { $count } results, all the same again.
    }
replay-not-all =
    { $count ->
        [one] 1 result. It differs, or nobody knows whether it would be the same.
       *[other] { $count } results. Some differ, or nobody knows whether they would be the same.
    }

retention-lead = How long a practice has to keep a record after the last visit. Nobody with legal training has checked this list. What is not on it is not known. A record that you keep at home is yours: you may destroy it at any time.
retention-rule =
    { $place }, { $whom }: { $years } years{ $age ->
        [0] {""}
       *[other] , and until the client is { $age }
    } ({ $basis ->
        [rule] a rule
        [insurer] asked for by an insurer
       *[other] a standard
    }, { $sure ->
        [read] read on { $read }
       *[other] second-hand, read on { $read }
    }). { $source }
retention-unknown = No rule for { $place } is known here. That does not mean that there is none: ask whoever licenses massage there.
retention-until = { $person }: a practice there keeps it until { $until }, and longer for somebody who was young then.
retention-over = { $person }: its time was over on { $until }, unless the client was young then.
retention-not-known = { $person }: not known. It opens only with a PIN, or has no entries.

practice-nobody = There is no practice { $practice } here. "supple record practices" lists them.
practice-close-ask = Close the practice { $practice } for good? Everything it keeps is destroyed: therapists, hours, bookings and its audit. The records of its people stay.
practice-closed = The practice { $practice } is closed, and what it kept is destroyed.
practice-item-unreadable = what stands on its shelf { $shelf } under { $id } has a form that this Supple cannot show
practice-left-out =
    { $count ->
        [one] The record of 1 member is not in it.
       *[other] The records of { $count } members are not in it.
    } They have a PIN, were destroyed, are kept elsewhere, or cannot be read (`supple record verify` says why). Whoever has a PIN takes their record along themselves.
practice-imported =
    The practice { $practice } is here, with { $count ->
        [one] 1 record.
       *[other] { $count } records.
    }
practice-stayed-out =
    { $count ->
        [one] The record of 1 member stayed out: it was destroyed here, or is here with a PIN.
       *[other] The records of { $count } members stayed out: they were destroyed here, or are here with a PIN.
    }
export-fhir-unread = The record cannot be read as FHIR. `supple record verify` says what is wrong with it.
export-done = Everything is in { $file }. It is not locked: keep it where you would keep a letter from your doctor.
import-bookings =
    { $count ->
        [one] 1 appointment is in the file too. It belongs
       *[other] { $count } appointments are in the file too. They belong
    } to the practice, and did not come along: the file still has them.
record-none = Nobody has a record here.
erased-none = Nobody was erased here.
import-done =
    { $name } is here with { $count ->
        [one] 1 entry.
       *[other] { $count } entries.
    }
import-refused = { $file } was not taken in: { $why }. Nothing was changed.
import-knowledge = the knowledge { $version } that came along with it is not what its name says; export it again where it comes from
import-line = line { $line }: { $why }
import-line-twice = line { $line }: a name stands twice, or this is no JSON that is read here
import-line-more = line { $line } and what follows were not announced in the first line
import-line-cut = the file ends too early: fewer lines than its first one announces
import-number = the whole number { $number } is longer than Supple can keep exactly
import-cut-off = { $file } was not taken in whole: { $why }. What came before that stays. Take it in again, and it goes on where it was.
import-pin = This person is here already, with a PIN. Remove the PIN on the pages first.
practice-was-closed = The practice in { $file } was closed here and what it kept destroyed. It does not come back under that id. Nothing was changed.
import-erased = This person's record was destroyed here. It does not come back.
erase-ask = Destroy the record of { $name } for good? Nobody can bring it back.
erase-ask-list =
    { $count ->
        [one] Destroy the record of the 1 person on the list for good? Nobody can bring it back.
       *[other] Destroy the records of the { $count } people on the list for good? Nobody can bring them back.
    }
erase-kept = Nothing was destroyed.
erase-yes-needed = There is nobody to ask. Say that you are sure with --yes.
erase-done = The record of { $name } is destroyed.
erase-witness = The record of { $name } was not destroyed: the witness { $witness } has to know of it first, and it cannot be written ({ $why }). Make room on its disk, or put it in again, and destroy the record again.
erase-log = Somebody was reading at that moment. The destroyed key leaves the log of the database when Supple is closed.
erase-log-server = The database server keeps the old bytes of the destroyed key for a while: in its table until VACUUM has run there and the place is used again, and in its log until that is recycled. They open nothing without the master key. To be quicker, run: VACUUM FULL supple.person
erase-copy-left = A copy from before a backup was put back, { $file }, could not be opened, so the key is still in it. Delete it.

backup-done = A backup is in { $file }.
backup-key-file = It does not open without the key file. Keep a copy of that in another place than the backup.
backup-key-elsewhere = It does not open without the master key.
restore-done-fresh = The backup is back.
restore-done = The backup is back. What was there before lies beside it (.before-restore).
restore-erased =
    { $count ->
        [0] Nobody had been erased since.
        [one] 1 person had been erased since, and is erased again.
       *[other] { $count } people had been erased since, and are erased again.
    }
restore-not-whole = The backup is damaged. Nothing was changed.
    { $report }
restore-witness-new = There was no witness. Whoever was erased after this backup is back, and nobody here knows who. If you have a list from "supple record erased", give it now: supple record erase --list FILE
restore-other-key = The backup { $file } is under another key. Nothing was changed. If the key was changed since, name the key file of then with --backup-key-file: the records and the witness stay under the present key. On a new computer, where nothing is yet, name it with --key-file.
restore-not-supple = { $file } is no backup of Supple. Nothing was changed.
restore-unreadable = The backup { $file } cannot be used: { $why }. Nothing was changed.
restore-list = { $file } is no list from "supple record erased": { $why }.

doctor-good = good  { $text }
doctor-note = note  { $text }
doctor-bad = LOOK  { $text }
doctor-as-it-is = { $text }
doctor-open = Others may read { $file }. Make it yours alone with: chmod { $mode } { $file }
doctor-directory = The directory { $directory } can be written.
doctor-unwritable = The directory { $directory } cannot be written: { $why }.
doctor-room = The disk has room: { $mebibytes } MiB.
doctor-little-room = The disk is nearly full: { $mebibytes } MiB are left. Make room before it is.
doctor-clock = The clock says { $now }.
doctor-clock-back = The clock says { $now }, but something was written later than that. Set the clock right.
doctor-no-zones = This computer has no time-zone data. Install the package tzdata.
doctor-zone-unknown = This computer does not say in which time zone it is. Set the time zone.
doctor-zone = The time zone is { $zone }.
doctor-outbox = No mail server is set (--mail-server). What is to be sent to clients is put into { $folder }: { $count ->
        [one] 1 letter lies there.
       *[other] { $count } letters lie there.
    }
doctor-mail = Mail goes out through { $host } from { $from }.
doctor-no-mail = The mail server { $host } does not take mail: { $why }. What is to be sent waits and is tried again.
doctor-no-records = There are no records in { $directory } yet.
doctor-key-command = The master key comes from a command.
doctor-key-variable = The master key comes from an environment variable. Other programs of your account may be able to read it.
doctor-key-sealed = The key { $file } opens only with its passphrase. The records here do not open without it.
doctor-kept-copy = { $file } is from before a backup was put back. It holds everything that was there then. When you do not need it any more, delete it.
doctor-copy-old-key = { $file } is from before a backup was put back, and an earlier key ({ $key }) lies beside it. Together they open, with everybody in it who was erased since. Delete both, or keep them elsewhere.
doctor-old-key-open = { $file } is an earlier master key, and it opens without a passphrase. Whoever takes this disk opens old copies and old backups with it. Delete it, or keep it elsewhere.
doctor-key-beside = The key { $file } lies beside the records. A copy of the records alone is worth nothing, but a stolen disk opens. A passphrase helps: supple key passphrase
doctor-key-file = The key is in { $file }, apart from the records.
doctor-opens = The records open with this key.
doctor-knowledge =
    { $count ->
        [one] 1 version of the knowledge is kept
       *[other] { $count } versions of the knowledge are kept
    } for computing decisions again.
doctor-witness =
    The witness { $file } remembers how far each record had come, and { $count ->
        [0] that nobody was erased.
        [one] 1 person who was erased.
       *[other] { $count } people who were erased.
    }
doctor-witness-beside = The witness lies beside the records: whoever puts back both together does not show. Put it on another disk with --witness, or keep copies of it.
