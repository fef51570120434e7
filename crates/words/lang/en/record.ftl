record-page = Your record
record-title = Your record, in order of time
record-lead = In the order in which it happened. Nothing is changed afterwards; a correction is a new line.
record-older = Earlier entries
record-newer = Later entries
record-empty = Nothing has been recorded yet.
record-where-title = Where it lies
record-where = In one file on this computer. What you answered is encrypted with a key of your own.
record-where-server = On a database server, not on this computer. What you answered is encrypted with a key of your own; the server does not have the key.
record-path = The file
record-answers = Answers: { $page }
record-answers-count =
    { $count ->
        [one] 1 answer
       *[other] { $count } answers
    }
record-map = Body map
record-map-places =
    { $count ->
        [0] nothing hurts
        [one] 1 place
       *[other] { $count } places
    }
record-map-unknown = place not known
record-agreement = Agreement of a clinician
record-decision = Result: { $disposition }
record-given =
    { $minutes ->
        [0] Session given by { $name }, { $practice }
       *[other] Session given by { $name }, { $practice }: { $minutes } minutes
    }
record-given-again =
    { $minutes ->
        [0] Session given by { $name }, { $practice }: told again, with more or put right
       *[other] Session given by { $name }, { $practice }: { $minutes } minutes; told again, with more or put right
    }
record-withdrawn = Put right by { $name }, { $practice }: a session did not take place
record-session-started = Session begun
record-session-over = Session finished
record-session-stopped = Session stopped
record-session-ended = Session finished: pain { $before } before, { $after } after
record-door = Way in: { $door }
record-country = Country: { $country }
record-rescreen = Check of what is new begun
record-brought = { $count ->
    [one] Taken in from a record made alone: one entry
   *[other] Taken in from a record made alone: { $count } entries
}
record-other = An entry from another version of this program
record-by-proxy = answered by somebody else

again-page = What is new?
again-title = What is new since last time?
again-lead = First a few short questions. Then only what has grown old.
again-last = Last result: { $disposition }, on { $date }
again-minutes =
    { $minutes ->
        [one] About 1 minute.
       *[other] About { $minutes } minutes.
    }
again-old =
    { $count ->
        [one] One answer has grown old.
       *[other] { $count } answers have grown old.
    }
again-start = Begin
again-severe = You said that the pain is { $points } of 10. That is severe, and more than the body map says. Mark again where and how strong it is before any massage.
again-new = You told something new since the last result, so that result does not count any more.
again-never = There is no earlier result. Start with the questions.
