# What the program says in a terminal.

help-supple = Care for backs, at home. Without a command it serves its pages on this computer.
help-supple-serve = Serve the pages on this computer
help-supple-plan = Make a plan from answers and wishes: where, how hard, how often, and what goes with it
help-supple-assess = Assess answers from files: what to do, what is allowed where, and why
help-supple-interview = Ask in the terminal, page by page, and tell the result
help-supple-track = Tell how it goes: what the scores of somebody say, how sure that is, and what follows
help-arg-track-format = For people (text) or for programs (json)
help-arg-track-rows = How many scores of each measure to print, the latest first
help-arg-track-today = The day to tell it for, such as 2026-11-21 [default: today]
help-supple-letter = Write a letter or summary as a PDF, for a doctor, a therapist or the person
help-arg-letter-for = Who reads it: physician, therapist or person
help-arg-letter-to = The file to write
help-arg-letter-today = The day to write it for, such as 2026-11-21 [default: today]
help-supple-claims = Show what the five articles claim, and whether it holds up
help-arg-article = Only the claims of this article, such as A1
help-arg-verdict = Only claims with this answer, such as contradicted
help-supple-questions = List everything that can be asked, and what an answer may be
help-supple-knowledge = Look after what Supple knows
help-supple-knowledge-check = Check all of it: files, references, sentences, sources
help-supple-knowledge-prove = Prove over all answer sheets what must hold for everybody, and show a person where it does not
help-supple-knowledge-docs = Write the pages of the rules into docs/rules
help-supple-replay = Screen a whole cohort: how many come to what, and what another version would change
help-supple-synth = Make up a population for supple replay, one JSON document a line or in columns. Nobody is meant
help-supple-demo = Make up a practice with three months of care in a directory of its own, to try things with. Nobody is meant
help-arg-demo-seed = The number that scores and times follow from: the same number, the same course of things
demo-server = A made-up practice is put into a directory, not on a database server. Leave out --database, and unset SUPPLE_DATABASE.
demo-people = There are records in { $directory } already. A made-up practice does not go among them: name another directory with --data.
demo-done =
    A made-up practice is ready: { $clients } clients, { $sessions } sessions held, { $booked } booked, entered over { $pages } pages. Nobody is meant.

    To look at it without signing in, as on one's own computer:
        supple serve --data { $directory }

    To sign in as one of them, on this computer alone:
        supple serve --data { $directory } --practice { $host } --behind-proxy --listen 127.0.0.1:7878
        http://{ $host }/

    Everybody's password: { $password }
    Whoever works there is asked for a code as well: put the key into an authenticator app, or type a code that counts once.
demo-login = { $login } ({ $role })
demo-second =     key { $key }
        codes { $codes }
help-arg-synth-out = Write them into this new file instead of printing them; a name that ends in .parquet makes columns of it
help-arg-people = How many people
help-arg-seed = The number that the people follow from: the same number, the same people
help-arg-replay-answers = The cohort: answers as for assess, one JSON document a line, or a Parquet file, uncompressed or compressed with snappy; - is the standard input, for lines
help-arg-replay-against = An older version of the knowledge, a directory or a packed version, to show who moves from where to where, and for whom a limit is gone or new
help-arg-replay-bad = Write rows that cannot be used into this new file, with row and reason
help-arg-replay-format = How to write the tables: text, json or csv
help-supple-knowledge-diff = Compare two versions: for whom does anything change, and in which direction
help-supple-knowledge-ask = Ask about a rule, or about two: always, never, implies, equivalent, disjoint
help-supple-knowledge-export = Write it in a standard of the field: cql or fhir
help-arg-standard = The standard: cql (Clinical Quality Language) or fhir (FHIR R4: the form, the rules, their logic)
help-arg-fhir = The files are answers to the exported form: FHIR QuestionnaireResponse
help-supple-knowledge-pack = Keep a version as one file, named by its hash
help-arg-old = The older version: a directory, or a packed version
help-arg-new = The newer version: a directory, or a packed version
help-arg-deny_less_caution = Fail if anybody is treated with less caution
help-arg-intended = A list of changes towards less caution that are meant, each with its reason
help-arg-only = Prove this statement only, such as no_caution_is_lost
help-arg-prove-against = The version that nobody may be treated with less caution than: a directory, or a packed version [default, with --knowledge: the one inside the program]
help-arg-rule = A rule’s id
help-arg-other = Another rule’s id
help-arg-into = The directory to write into
help-supple-knowledge-version = Print its version: a hash of its content
help-arg-metrics = Address at which counts for Prometheus and the state of health are read, nothing about anybody; none unless it is given
help-arg-reach = Names or addresses in your own network, such as records.clinic.lan:8443, that programs of a practice may have; all others have to be everybody's
help-arg-listen = Address to listen on; only addresses of this computer, unless a practice is served [default: 127.0.0.1:7878, or the next free port]
help-arg-serve-practice = Serve a practice to other computers under this name, such as care.example: everybody signs in
help-arg-certificate = The practice's certificate with its chain (PEM)
help-arg-certificate_key = The key of the certificate (PEM)
help-arg-systems = Which clinical systems may ask (CDS Hooks): a JSON file with their keys, and the web pages that may ask from a browser
help-arg-behind_proxy = A proxy in front encrypts, and says in X-Forwarded-For where a request came from
help-arg-data = Directory of the records [default: the data directory of your account]
help-arg-country = Country whose emergency numbers are shown, such as DE, until somebody or an answers file names another
help-arg-knowledge = Work with the knowledge in this directory instead of the one inside the program
help-arg-files = Files with answers, JSON or TOML; - is the standard input
help-arg-format = For people (text) or for programs (json). Assessing several files gives one JSON list, each entry with its “file” and its “assessment” or its “problems”
help-arg-giver = Who gives it: self, partner, partner-trained, therapist or physiotherapist [default: that of the file, else partner]
help-arg-firm = Firm, within what is allowed
help-arg-gentle = Gentle
help-arg-minutes = Minutes of one session
help-arg-minutes_a_week = Minutes of massage a week, at most
help-arg-clothed = The clothes stay on
help-arg-position = The position: prone, supine, side-lying, semi-reclined or seated
help-arg-surface = Where: floor, bed, chair or table
help-arg-device = A device that is at hand, such as ball; may come several times
help-arg-site = A site beside those that hurt, such as arms; may come several times
help-arg-course = The course, such as relax-10w
help-arg-plan-format = As text, as JSON (schema 1), or a week as a calendar file
help-arg-today = The day to assess for, such as 2026-11-21 [default: the day in the file, else today]
help-arg-save = Save the answers here after every page
help-arg-resume = Go on with the answers in this file, and save them there unless --save names another
help-arg-repository = Where the repository lies
help-arg-help = Print help
help-arg-version = Print the version of the program and of its knowledge

serve-address = Open { $address }
serve-metrics = Counts for Prometheus: http://{ $address }/metrics
serve-data = Your records are in { $directory }
serve-data-server = The records are on the database server. Key and witness are in { $directory }
serve-not-loopback = { $address } can be reached from other computers. Alone, Supple listens on this computer only. Choose an address such as 127.0.0.1:7878, or serve a practice with --practice, where everybody signs in.
serve-practice-plain = A practice is served encrypted only. Give its certificate with --certificate and --certificate-key, or say --behind-proxy when a proxy in front encrypts.
serve-practice-host = { $host } is no name that a browser uses. Write it like care.example or care.example:8443.
serve-systems = The clinical systems in { $file } cannot be read: { $why }
serve-certificate = The certificate { $file } cannot be used: { $why }
serve-practice-open = The practice is at { $address }
serve-practice-setup = There is no account yet. Make the first one here, before anybody else reads this: { $link }
serve-taken = Supple cannot listen on { $address }: { $why }. Choose another address with --listen, such as 127.0.0.1:7900.
serve-no-home = Your account has no home directory: { $why }. Name a directory for the records with --data.
serve-key-missing = The records are there, but their key { $file } is missing, so they cannot be opened. Put the key back from a backup.
serve-key-open = The key { $file } may be read by others. Make it yours alone with: chmod 600 { $file }
serve-key-malformed = { $file } does not hold a key. Put the key back from a backup.
serve-not-supple = { $file } is not a file of Supple. It was left as it is. Choose another directory with --data.
serve-newer = { $file } was written by a newer Supple ({ $why }). It was left as it is. Start the newer program.
serve-wrong-key = { $file } belongs to another key than { $key }. Put the right supple.key beside it from a backup; after "supple key rotate" only the new key opens it.
serve-wrong-key-variable = { $file } belongs to another key than the one in SUPPLE_MASTER_KEY. Set the right one there; after "supple key rotate" only the new key opens it.
serve-wrong-key-command = { $file } belongs to another key than the one that the key command gave. Correct the command; after "supple key rotate" only the new key opens it.
serve-database = { $file } cannot be opened: { $why }. Check that the disk is there, has room and is not write-protected.

cli-standard-input = standard input
cli-interview = the answers of this interview
cli-unreadable = { $file } cannot be read: { $why }.
cli-unwritable = { $file } cannot be written: { $why }.
cli-too-long = { $file } is too long: at most { $kilobytes } kilobytes.
cli-bad-date = “{ $date }” is not a date. Write it like 2026-11-21.
cli-bad-minutes = { $name }: “{ $typed }” is no number of minutes. Give a whole number from { $from } to { $to }.
cli-serve-only = --listen belongs to serving the pages, and --data to commands that work with the records. This one does neither.
cli-bad-file = { $count ->
    [one] { $file }: one problem. Correct it and try again.
   *[other] { $file }: { $count } problems. Correct them and try again.
}
cli-problem = {"  "}{ $problem }
cli-problem-at = {"  "}{ $path }: { $problem }

knowledge-mistakes = { $count ->
    [one] There is one mistake in the knowledge:
   *[other] There are { $count } mistakes in the knowledge:
}
knowledge-checked = No mistakes in form and references; what is true of it, strokes included, “supple knowledge prove” shows. { $files } files: { $rules } rules, { $limits } limits that always hold, { $questions } questions, { $sources } sources. Version { $version }.
knowledge-docs = { $count } pages written.
knowledge-proving = { $done } of { $all }: { $rule }
knowledge-proved = { $invariant }: holds. It says: { $says }. { $checks } checks, { $seconds } s:
knowledge-shown-diagrams = decision diagrams of every rule, each over all of about { $sheets } answer sheets.
knowledge-shown-alone = every rule alone; several together are tried on drawn people, and where they leave nothing the engine says medical first.
knowledge-shown-persons = a person for each, found with decision diagrams among about { $sheets } answer sheets.
knowledge-shown-runs = the engine, run once for each answer, each state of its gate and each who answers; that a reading rests on nothing else is tried on drawn people.
knowledge-contradictions = These speak of answers that do not contradict each other. { $count } contradictions are settled before: what is in doubt counts as the more cautious answer until it is asked again. Saying what explains one may then be less cautious, though it is a risk: { $which }.
knowledge-out-of-time = Not proved: { $seconds } seconds were not enough. Give more with --seconds, or look for a rule that combines too many answers, first at the one in brackets if there is one. Nothing is shown.
knowledge-out-of-memory = Not proved: { $mebibytes } MiB of memory were not enough. Give more with --mebibytes, or look for a rule that combines too many answers, first at the one in brackets if there is one. Nothing is shown.
knowledge-unproved = { $invariant }: nothing was shown. It says: { $says }. Why:
knowledge-disproved = { $invariant }: does not hold. It says: { $says }. People for whom it fails:
knowledge-against = It is compared with version { $old }.
knowledge-no-statement = There is no statement “{ $name }”. There are: { $names }.
knowledge-all-proved = Everything is proved, in { $seconds } seconds.
knowledge-not-proved = { $count ->
    [one] One proof failed.
   *[other] { $count } proofs failed.
}

report-file = { $file }
report-number = Emergency number in { $country }: { $number }
report-number-local = Call your local emergency number. (The country is not known, or we have read no source for its number.)
report-line = { $name }: { $number } ({ $hours })
report-crisis-line = If you think of ending your life, call now. { $number }
report-liftable = A clinician who has looked at it may agree to a massage all the same ({ $rules }). Write the agreement with these rules into “clearances”, then assess again.
report-advice = { $say } ({ $rule })
report-until-then = Until then it counts as: { $level } ({ $words }).
report-level = Level: { $level }
report-level-clear = clear
report-level-modified = modified
report-level-medical-first = medical first
report-level-urgent = urgent
report-level-emergency = emergency
report-unsettled = Some questions that can still change this result have not been asked. Until then we read them as “I don’t know”.
report-next = To be asked next:
report-question = { $ask } [{ $id }]
report-unknown = “I don’t know” never counts as “no”.
report-unknown-one = { $short }: counted in { $rules }
report-find-out = How to find out: { $how }
report-agreement = Agreed by { $by }, until { $until }. { $words }
report-care = { $title }. { $say }
report-always = { $title }. { $limits }
report-until = { $say } { $until }
report-unsettled-none = So far nothing is released for massage: what was not asked counts as “I don’t know”.
report-possible = Would apply if you answer yes
report-possible-one = { $disposition }: { $titles }
report-possible-many = { $disposition }: { $count } rules
report-possible-limits =
    { $count ->
        [one] One more limit would hold if you answer yes elsewhere.
       *[other] { $count } more limits would hold if you answer yes elsewhere.
    }
report-reason = { $title } ({ $rule })
report-answers = Your answers: { $answers }
report-source-numbered = { $number }. { $title }. { $read }
report-source = Source: { $title }. { $read }
report-evidence = How sure: { $mark }
report-map-empty = nothing marked
report-aged = The answers were given on { $answered } and are counted for { $today }, { $days ->
    [one] a day
   *[other] { $days } days
} later. { $count ->
    [0] None of them has grown old.
    [one] One of them has grown old since: it counts as not asked.
   *[other] { $count } of them have grown old since: they count as not asked.
}
report-old = The answers are { $days ->
    [one] a day
   *[other] { $days } days
} old. This result is as of { $answered }. To count them for today, add --today with today’s date.
report-proxy = Once they have, set “person_confirms” to true and assess again.
report-made = Made for { $date } with knowledge version { $version }.

interview-title = A few questions about your back and your health
interview-lead = Then you know whether a massage is right today, what is allowed where, and why. “I don’t know” is an answer too.
interview-how-lines = Answer with the number of a line. “b” goes back, “q” ends.
interview-how-menus = Choose with the arrow keys and press Enter; the space bar ticks a place. Esc goes back (“b” where you type), ctrl-C ends.
interview-saves = After every page your answers are saved in { $file }. The file is not encrypted: only your account may read it.
interview-not-saved = Your answers are not saved. To save them start again with --save FILE.
interview-saved = Your answers are saved in { $file }. Go on or change them with: supple interview --resume { $file }
interview-stuck = Three lines in a row did not answer the question. What was expected: { $expected }
interview-cut = The answers ended before the questions did.
interview-cut-saved = What was answered is saved. Go on with: supple interview --resume { $file }
interview-cut-lost = Nothing was saved. To keep the answers start again with: supple interview --save FILE
interview-country = Which country are you in, for emergency numbers? Two letters, such as DE or GB; leave it empty to go on without.
interview-number = Type a number from 1 to { $most }.
interview-numbers = Type numbers from 1 to { $most } with spaces between them, or nothing.
interview-number-hint = A whole number from { $min } to { $max }; ? for “I don’t know”.
interview-intensity-hint = A number from 0 (no pain) to 10 (the worst you can imagine); ? for “I don’t know”.
interview-one-by-one = One by one
interview-leave-unknown = Leave it at “I don’t know”
interview-answer-now = Answer it now
interview-several = Choose any number of them.
interview-text = In your own words; leave it empty to say nothing.
interview-choose-places = Choose places
interview-map = Mark every place that hurts. Left and right are yours.
interview-map-mark = Mark places that hurt
interview-map-more = Mark more places
interview-map-done = That is all
interview-intensity = How strong is it there: { $places }?
interview-numb = Is it numb there, or does it tingle?
interview-spreads = Does the pain spread to somewhere else?
interview-spreads-no = No, it stays there
interview-chosen = Chosen: { $places }
interview-chosen-done = That is all
interview-go-on = Go on with the questions
interview-ended = { $count ->
    [0] The interview ended.
    [one] The interview ended with one question open that can still change the result.
   *[other] The interview ended with { $count } questions open that can still change the result.
}
area-back = Neck, back and buttocks
area-behind = Head, arms and legs, from behind
area-front = Front of the body

questions-title = What can be asked
questions-count = { $count } questions. Every one but a free text also accepts “unknown”.
questions-one = { $id }: { $ask }
questions-kind = { $kind }, { $purpose }, { $polarity }
questions-allowed = Answers: { $values }
questions-number = { $min } to { $max } { $unit }
questions-some-places = a list of places
questions-text = a text of at most { $most } characters
questions-valid = { $days ->
    [one] A reassuring answer stays good for 1 day.
   *[other] A reassuring answer stays good for { $days } days.
}
questions-applies = Asked if: { $condition }
questions-input = The other fields of an input
questions-fields = All fields: { $fields }
questions-pain = pain: a list of marks ([] where nothing hurts, “unknown” where the place is not known); intensity is 0 to 10 or “unknown”
questions-sides = side: { $values }
questions-qualities = quality, some of: { $values }
questions-depths = depth: { $values }
questions-clearances = clearances: a list of clinicians’ agreements; by, from, until and rules must be there
questions-proxy = proxy: true where somebody else answers; person_confirms: true once the person has confirmed; rescreen: true before a later session
questions-places = Places
questions-place = { $id }: { $say }
questions-groups = Groups of places
questions-group = { $id }: { $places }

diff-intended = {"  "}meant: { $because }
diff-done = { $less ->
    [0] Nobody is treated with less caution
    [one] Less caution in 1 respect
   *[other] Less caution in { $less } respects
}, { $more ->
    [0] nobody with more.
    [one] more in 1.
   *[other] more in { $more }.
} Looked for over about { $sheets } answer sheets; from { $old } to { $new }.
diff-denied = { $count ->
    [one] Somebody is treated with less caution. If that is meant, list it with its reason.
   *[other] In { $count } respects somebody is treated with less caution. If that is meant, list each with its reason.
}
diff-stale = Listed as meant, and no longer different: { $rules }
ask-fires = A rule fires where it is certain. Its limits hold already where it may be.
ask-no-rule = There is no rule “{ $rule }”.
report-plan-site = { $number }. { $title } ({ $more })
report-plan-work = { $title }: { $how }
report-plan-cited = { $text } [{ $numbers }]
report-plan-beside = { $title }: { $dose }
report-plan-stop = { $when } { $say }
report-plan-sure = { $text } [{ $evidence }]
report-plan-steps = One session, { $minutes } minutes, step by step
report-plan-step = { $at } { $what }
claims-no-article = There is no article “{ $given }”. The articles are: { $known }.
claims-no-verdict = There is no answer “{ $given }”. The answers are: { $known }.
claims-tally-line = { $count } × { $say } ({ $id })
claims-line = { $id }: “{ $quote }”
claims-part = Which part: { $part }.
claims-verdict-line = { $verdict }. { $sure }.
claims-must-line = What a program has to do: { $must }
claims-beside-line = { $stand }: { $advises }
claims-used-line = Used in: { $used }
claims-source-line = Source: { $title }. { $address }. { $read }

replay-progress = { $rows } rows, { $rate } a second
replay-progress-left = { $rows } rows, { $rate } a second, { $left } s left
replay-people = { $people } people, knowledge { $version }. { $bad ->
    [0] Every row could be used.
    [one] 1 row could not be used.
   *[other] { $bad } rows could not be used.
}
replay-rules = Rules that speak: certain, not known, and how many limits they set
replay-flow = From knowledge { $version } to this one, less caution first, with the first rows of each
replay-limits = { $people ->
    [0] From knowledge { $version } to this one, limits change for 0 people
    [one] From knowledge { $version } to this one, limits change for 1 person, { $same } of them with the same disposition
   *[other] From knowledge { $version } to this one, limits change for { $people } people, { $same } of them with the same disposition
}
replay-limits-gone = Limits that are gone, with the first rows, what set them, and what they took away:
replay-limits-new = Limits that are new, with the first rows, what sets them, and what they take away:
replay-stopped = Stopped after { $rows } rows. What is shown is of these.
replay-cut-off = { $file } ends in the middle of row { $row }: it seems to be cut off. What is shown is of the rows before.
replay-nobody = { $file } holds nobody: no row with answers that can be used, { $bad } that cannot. Each row is one JSON document with answers, as for supple assess.
replay-nobody-in-columns = { $file } holds nobody: no row that can be used, { $bad } that cannot. Each row is one person, each column a question. supple synth --people 10 --out example.parquet makes an example.
replay-broken = { $file } is no whole Parquet file: { $why }. It seems to be cut off or damaged. Take it again from where it came.
replay-broken-at = { $file } is damaged at or near row { $row }: { $why }. What is shown is of the rows that could be read.
replay-compressed = { $row ->
    [1] { $file } was not read: it is compressed with { $why }, which Supple does not read.
   *[other] { $file } was read up to row { $row }: from there on it is compressed with { $why }, which Supple does not read. What is shown is of the rows before.
} That is no damage. Supple reads Parquet that is not compressed, or compressed with snappy. Write the file once more so, as with write_parquet(…, compression="snappy") in polars or to_parquet(…, compression="snappy") in pandas.
replay-no-question = { $file }: no column is a question of knowledge { $version }. Name each column like the id of its question. supple questions lists them.
replay-column = { $file }: knowledge { $version } has no question { $column } that fits into a column. Leave this column out, or name it like the id of its question. supple questions lists them.
replay-column-numbers = { $file }: column { $column } has to hold whole numbers (INT32, not nested).
replay-column-text = { $file }: column { $column } has to hold text (BYTE_ARRAY, not nested).
replay-column-codes = { $file } does not say what the numbers of column { $column } mean. Its key-value metadata should say, under the key { $column }: { $codes }
replay-cell = { $column }: { $value } stands for nothing there. It may be: { $codes }.
replay-map = pain.map: places are marked, so it has to say that the map is complete.
replay-beside = sheet.document: a person is either a document or stands in the other columns, not both.

fhir-title = Before a back massage: can it be given?
fhir-yes = Yes
fhir-no = No
fhir-unknown = I don't know
fhir-map = Where it hurts
fhir-complete = Is every place that hurts, or is numb, written above? If nothing hurts, answer yes.
fhir-mark = A place that hurts or is numb
fhir-place = Which place?
fhir-intensity = How strong is the pain there, from 0 (none) to 10 (the worst you can imagine)?
fhir-numb = Is it numb there, or does it tingle?
fhir-spreads = Where does the pain spread to?
fhir-since = Since which day?
fhir-about = Who answers
fhir-proxy = Are you answering for somebody else?
fhir-confirmed = Has that person confirmed the answers?
fhir-later = Is this before a later session, not the first?
fhir-country = The country you are in, as two letters
