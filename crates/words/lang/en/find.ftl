find-page = Find a therapist
find-title = Find a therapist
find-lead = Those who can be booked here come first, then those who stand in a public list. What you search for is not kept.
find-none-listed = No public list has been taken in on this computer: only those who work in its practices are found.
find-are-listed =
    { $count ->
        [one] 1 therapist stands in the public lists that were taken in. Nobody here has checked their licence.
       *[other] { $count } therapists stand in the public lists that were taken in. Nobody here has checked their licences.
    }
find-near = Near
find-near-hint = A ZIP code of the United States, or degrees north and east such as 52.52, 13.40. Leave it empty for anywhere.
find-near-unknown = This place is not known here. Give a ZIP code of five digits that is no post-office box, or degrees such as 52.52, 13.40.
find-within = No farther than
find-miles =
    { $count ->
        [one] 1 mile
       *[other] { $count } miles
    }
find-km = { $count } km
find-about-miles =
    { $count ->
        [0] Less than a mile away.
        [one] About 1 mile away.
       *[other] About { $count } miles away.
    }
find-about-km =
    { $count ->
        [0] Less than a kilometre away.
       *[other] About { $count } km away.
    }
find-words = Name, town or speciality
find-words-hint = Each word has to fit; a slip of the finger is forgiven.
find-plan = Gives every technique that my plan asks for
find-soon = Of those who can be booked here: free within seven days
find-more = Speciality, language, technique, gender
find-speciality = Speciality
find-speciality-hint = For example upper back, shiatsu or pregnancy.
find-language = Language
find-technique = Technique
find-any = any
find-search = Search
find-here = Can be booked here
find-here-none = Nobody in the practices here fits.
find-at = Works at { $practice }.
find-specialities = Good at: { $text }
find-languages = Speaks: { $text }
find-free = First free: { $when }
find-not-free = No free time is open for booking.
find-book = Look at times
find-elsewhere = Listed elsewhere
find-elsewhere-hint = What stands here is what they stated themselves; being listed is no licence. Lists seldom say which techniques or languages somebody offers: whoever is asked for these is then not found here. Look the licence up before you book.
find-found =
    { $count ->
        [0] Nobody who is listed fits.
        [one] 1 therapist fits.
       *[other] { $count } therapists fit.
    }
find-nth = Page { $page } of { $pages }.
find-unchecked = Listed, licence not checked
find-town = { $text }
find-phone = Telephone: { $text }
find-states-licence = States licence { $number } ({ $place }).
find-states-none = States no licence number.
find-look-up-at = Look the licence up at: { $body }, { $address }
find-look-up = Look the licence up at: { $body }
find-look-up-unknown = Who keeps the register there is not known here.
find-source = From: { $source }
find-source-dated = From: { $source }, last changed there { $date }
find-after = Next page
find-before = Page before
find-order-title = In which order
find-order-here = First those who can be booked here, then those who are listed elsewhere.
find-order-words = Among them those whom your words fit best: the whole word before its beginning, its beginning before a word like it.
find-order-near = Then those who are nearest. Distances are told about: from the middle of the ZIP code's area.
find-order-draw = Who is equal then stands in an order that is drawn anew every day.
find-order-paid = Nobody can pay to stand higher.
therapist-gender = Gender
therapist-gender-none = not said
gender-woman = woman
gender-man = man
gender-other = neither
practice-located = Where the practice is, for searches by distance
practice-located-hint = Its ZIP code, or degrees north and east such as 52.52, 13.40. Leave it empty if it is not to be found by distance.
find-door = Find a therapist

# In the terminal.
help-supple-import = Take therapists in from public registers and tables, for searches; nobody has checked their licences
help-supple-import-nppes = From the main file of NPPES (United States), or one of its weekly changes: everybody with the code of massage therapists
help-supple-import-therapists = From a table (CSV) with the columns id and name, and any of: listed, kind, credential, gender, languages, specialities, techniques, city, place, postal, country, latitude, longitude, phone, licence, changed
help-arg-import-file = The file; - is the standard input
help-arg-import-bad = Write rows that cannot be used into this new file, with line and reason
help-arg-import-source = Where the table is from, as it is shown beside each; its ids belong to this name
listing-empty = { $file } is empty. Take it again from where it came.
listing-header = { $file } does not begin with a header that can be read: { $why }
listing-source = The name of the source has 1 to 40 letters, digits, spaces and points, and is not npi.
listing-missing = these columns are missing: { $columns }
listing-unknown = these columns are not known: { $columns }. Known are: { $known }.
listing-bad-columns = it has another number of columns than the header, or a quote that is not closed
listing-bad-npi = the NPI is none: it has ten digits, begins with 1 or 2, and its last digit checks the others
listing-bad-empty = it says neither who it is nor that it was deactivated
listing-bad-cells = not to be used: { $columns }
listing-done = { $rows } rows read, { $rate } a second. New: { $new }. Again: { $again }. Taken out: { $out }. Cannot be used: { $bad }.
    { $listed } therapists are listed now. Nobody has checked their licences.
listing-stopped = Stopped after { $rows } rows. What was read until then is kept.
listing-broken = The input could be read no further; what was read until then is kept. { $why }
listing-cut-off = { $file } ends in the middle of a row, on line { $line }: it seems to be cut off. The rows before are kept. Take it again from where it came.

# What clients say of a therapist.
reviews-page = Reviews
reviews-title = What clients say of
reviews-none = Nobody has said anything yet.
reviews-share = { $some } of { $of } would come again. With many more clients like these it would be between { $low } and { $high } %, 95 times of 100.
reviews-again = Would come again
reviews-not-again = Would not come again
reviews-answered = Answer of { $date }: { $words }
reviews-hidden = The practice took the words down on { $date }: { $words }
reviews-report = Report these words
reviews-report-line = Reported on { $date }: { $words }
reviews-why = What is wrong with them
reviews-why-needed = Say what is wrong with the words.
reviews-reported-often = The practice has been told of these words often enough.
reviews-send-report = Tell the practice
reviews-reported = The practice has been told.
reviews-how = How this comes about
reviews-how-who = Only somebody with whom a session took place can say so, once for a course. They can change it.
reviews-how-range = The range is Wilson's: with few people it is wide.
reviews-how-rank = Nobody stands higher in a search because of it.
reviews-how-hidden = A practice can take words down and has to say why. Whether somebody would come again counts all the same.
reviews-own-title = What do you say?
reviews-own-lead = Your course with { $therapist } at { $practice }
reviews-own-who = Everybody who can search here reads it, without your name. The therapist may know who you are by what you write.
reviews-own-again = Would you come again?
reviews-again-needed = Say yes or no.
reviews-own-words = Why?
reviews-own-words-hint = You may leave it empty. Write nothing about your health.
reviews-own-save = Save
reviews-own-back = Take it back
reviews-own-anew = If you change it, an answer to the old words goes with them.
reviews-door = Say how it was
reviews-read = What clients say
reviews-practice-title = What clients say
reviews-practice-hint = Would they come again, their words, your answers, and what was reported.
reviews-practice-none = Nobody has said anything yet. Clients can, after a session, under My sessions.
reviews-answer = Answer
reviews-answer-words = Your answer
reviews-answer-hint = Everybody who can search here reads it. Say nothing about the client or their health. Empty takes an answer back.
reviews-answer-save = Save the answer
reviews-hide = Take the words down
reviews-reason = Why
reviews-reason-hint = It stands in their place. What they said of coming again still counts.
reviews-reason-needed = Give the reason: it stands in the place of the words.
reviews-hide-do = Take them down
