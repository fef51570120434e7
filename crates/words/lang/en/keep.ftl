# Taking a record along and destroying it, and what the commands about records say.

record-take = Take the record with you, or destroy it

take-page = Take it with you
take-title = Take your record with you
take-lead = Everything that is recorded about you, in a file of your own.
take-read-title = To read
take-read = One page with everything in it. It opens in any browser, now and in many years.
take-read-button = Save the page
take-move-title = To move house
take-move = The same as a file for another Supple (JSON). Another program can read it too.
take-move-button = Save the file
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
destroyed-old = If you saved files or made backups, they are where you put them.

readable-title = A record from Supple
readable-heading = The record of
readable-count =
    { $count ->
        [one] 1 entry.
       *[other] { $count } entries.
    }
readable-printed = Saved on { $moment }.
readable-care = Nothing is left out. This page is no diagnosis. Whoever has it can read it.
readable-moment = { $date }, { $time } ({ $zone })
readable-answers = Answers
readable-session-ended = Session finished
readable-door = Way in chosen
readable-country = Country chosen
readable-by-program = worked out by Supple
readable-back = The clock stood earlier here than at an entry before. It was set back, or this came in later from another device.
readable-taken-back = taken back
readable-nothing = nothing
