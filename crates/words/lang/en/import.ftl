# A record from a clinic, as a file: what it proposes, and what becomes of it.
record-import = Bring in a record from a clinic
import-page = A record from a clinic
import-title = Bring in a record from your clinic
import-lead = Your clinic or insurer can give you your record as a file. Supple reads it and asks you, one by one, what of it is true.
import-says-you = Only what you confirm becomes an answer of yours, with where it comes from.
import-says-nothing = What is not in the file is not read as a “no”. You are asked everything else as before.
import-says-gone = The file is not kept, nor is anything in it that you did not confirm.
import-file = The file
import-file-hint = FHIR R4 in JSON, as one Bundle or one entry a line (NDJSON). At most { $megabytes } MB.
import-read = Read the file
import-where = Where do I get such a file?
import-where-how = Look in your clinic's portal or in the health app of your phone for “download my record”, “export” or “share my data”, and choose FHIR or JSON. A PDF, a picture, or a file in XML (C-CDA) cannot be read here.
import-no-file = Choose a file first.
import-large = This file is longer than { $megabytes } MB. Nothing of it was read. Ask your clinic for your diagnoses, medicines, allergies, operations and measurements alone, without pictures.
import-found-title = What your clinic's record says
import-whose = The file is about { $name }, born { $born }.
import-whose-name = The file is about { $name }.
import-whose-born = The file is about somebody born { $born }.
import-whose-unsaid = The file does not say whom it is about.
import-whose-wrong = If that is somebody else, go back. Nothing has been kept so far.
import-crisis = The file speaks of wanting to die. If that is so today, speak with somebody now.
import-partial = More belongs to this record than the file holds. Answer what is asked of the rest yourself.
import-nothing = The file proposes no answer that is not in your record already.
import-ask = { $count ->
    [one] Is this so?
   *[other] Are these { $count } things so?
  }
import-ask-hint = Nothing is chosen for you. Records hold mistakes, and things that are long over.
import-says = Your clinic's record says: { $answer }
import-origin = “{ $what }” ({ $kind }, { $date })
import-origin-undated = “{ $what }” ({ $kind }, no date)
import-month = { $month } { $year }
import-kind-condition = diagnosis
import-kind-medicationstatement = medicine
import-kind-medicationrequest = prescription
import-kind-observation = measurement
import-kind-allergyintolerance = allergy
import-kind-procedure = operation or treatment
import-kind-patient = personal details
import-yes = Yes, that is so
import-no = No, that is wrong
import-unsaid = What you leave out or call wrong stays as it was.
import-save = Take into my record
import-none-said = Say to at least one of these whether it is so, or go back. Nothing has been kept.
import-others = You said otherwise
import-differs = { $question }: you said { $given }, the file says { $found }. If yours is wrong, change it under “Check your answers”.
import-known = In your record already
import-open = These questions matter because of the file
import-because = { $question } (in the file: { $what })
import-left = { $count ->
    [one] Not read: 1 entry
   *[other] Not read: { $count } entries
  }
import-unmapped = { $count ->
    [one] Not used: 1 entry
   *[other] Not used: { $count } entries
  }
import-unmapped-hint = No rule here speaks of these, or their code is not known here. If one of them troubles your back or worries you, speak with your doctor before a massage.
import-kinds = Other kinds of entries, not looked at
import-absence = What the file does not hold says nothing about you. Nothing of it is kept but what you confirm.
import-kept = { $count ->
    [0] Nothing was changed
    [one] 1 answer is in your record now
   *[other] { $count } answers are in your record now
  }
import-kept-rest = Everything else is as it was, and the file is gone.
import-on = Go on with the questions
import-check = Look at my answers
import-source = { $question }, where it comes from
brought-title = Bring in a clinic's record
brought-lead = Your client has a record from a clinic as a file. Read it together: each thing that matters for a massage is asked about, and what your client calls true goes into their record, under your name.
brought-says-ask = Ask your client about each. Nothing is true because it stands in a file.
brought-says-adds = What you enter adds to what your client said and takes nothing of it back. What that is, you do not see here.
brought-whose-wrong = If that is not your client, go back. Nothing has been kept so far.
brought-crisis = The file speaks of wanting to die. Ask your client how they are today, and stay with them.
brought-nothing = The file proposes no answer.
brought-ask = { $count ->
    [one] Ask your client about this
   *[other] Ask your client about these { $count }
}
brought-ask-hint = The question is as your client reads it: “you” is your client. Nothing is chosen for you.
brought-says = The file says: { $answer }
brought-save = Put into the client's record
brought-unsaid = What you leave out or your client calls wrong changes nothing.
brought-kept = { $count ->
    [0] Nothing was to be kept
    [one] One answer is on its way into the client's record
   *[other] { $count } answers are on their way into the client's record
}
brought-kept-rest = It is there at once, or, where a PIN closes the record, when your client opens it. Everything else of the file is gone. The session waits until your client has gone through the questions and shared them again.
brought-day = Back to the day
brought-open = These questions matter because of the file; your client answers them
fetch-title = Fetch your record from a clinic
fetch-door = Fetch it from a clinic that can be asked directly
fetch-lead = Your clinic asks you to sign in and to agree. Then Supple reads your diagnoses, medicines, measurements, allergies and operations there, and asks you, one by one, what of it is true.
fetch-says-there = You sign in at the clinic, not here. Your password there is not seen here.
fetch-says-once = It is read once, now. The access that the clinic gives is dropped afterwards, and so is everything that you do not confirm.
fetch-says-nothing = What the clinic's record does not hold is not read as a “no”. You are asked everything else as before.
fetch-none = There is no clinic here that can be asked.
fetch-sent = You come from this clinic's own program.
fetch-ask = Ask this clinic
fetch-other = Is it another clinic? Take a file:
fetch-leave = You leave this page for { $host }. Sign in there and agree; the clinic then sends you back here. You have ten minutes.
fetch-go = Go to the clinic
fetch-arrived = Back from the clinic
fetch-not-known = Whoever runs this program has not named this clinic. Take a file from there instead.
fetch-away = { $name } does not answer just now. Try again later, or take a file.
fetch-private = { $name } lies in a network that is not everybody's. Whoever runs this program can allow it (--reach).
fetch-certificate = { $name } has no valid certificate. Nothing was sent there.
fetch-unusable = { $name } does not say where people sign in, or not safely enough. Take a file instead.
fetch-random = Something is wrong with this computer: it gives no random numbers. Try again later.
fetch-refused = Nothing was agreed at the clinic. Nothing was read, and nothing has changed.
fetch-unknown = You did not leave for the clinic from here, or it took longer than ten minutes. Begin again.
fetch-not-let-in = { $name } did not let this program read your record. Nothing has changed. Try again, or take a file.
fetch-nothing = { $name } let this program in, and then nothing of your record could be read. Try again later, or take a file.
import-from = A record from a clinic
clinic-ask = Proposed; only what is confirmed is taken in
clinic-proposal = { $id }: { $question } The record says: { $answer }
clinic-left = Not read
clinic-unmapped = Not used: no rule here speaks of these, or their code is not known here
clinic-strange = The file proposes nothing for: { $ids }. Without --confirm and --unknown it is listed what it proposes. Nothing was changed.
clinic-unread = This record cannot be read. Look with: supple record verify
clinic-unwritten = Nothing was taken in: something else was written at the same time, or the disk does not take it. Try again.
clinic-grave = What follows from it may not wait. Open the record on its pages and look at the result now.

# What somebody made alone, taken into their account.
bring-door = Bring in what you made alone
bring-door-hint = From Supple on your own computer into this account
bring-page = Bring in a record
bring-title = Bring in what you made alone
bring-lead = You have used Supple on a computer of your own. What you answered and did there can come into this account, if you want that.
bring-how-there = There, open “Your record”, then “Take it along”, and keep the file for moving (JSON).
bring-how-here = Choose it here. You are shown what would be taken before anything is.
bring-how-say = Say that it is yours. Only then is it taken in.
bring-file-hint = The file of “Take it along”, or of the command “record export”: JSON or NDJSON, at most { $megabytes } MB.
bring-law = What this account says already stays: nothing older and nothing less cautious takes its place.
bring-gone = The file is not kept. What was not taken stays in it alone.
bring-there = Your record at home stays as it is. What you do there later does not come here by itself.
bring-found-title = What would come into your account
bring-whose = { $count ->
    [one] The record of { $name }, begun on { $since }, with one entry.
   *[other] The record of { $name }, begun on { $since }, with { $count } entries.
}
bring-other-name = Your account has another name: { $name }. Go back if this is somebody else's record.
bring-other-before = You have brought in another record before. Go back if this one is not about you.
bring-nothing = There is nothing in it that your account does not have, or that could take the place of what it says.
bring-takes = This is taken
bring-takes-answers = { $count ->
    [one] One answer
   *[other] { $count } answers
}
bring-takes-map = The drawing of where it hurts
bring-takes-sessions = { $count ->
    [one] One session
   *[other] { $count } sessions
}
bring-takes-told = { $count ->
    [one] One entry about how it went
   *[other] { $count } entries about how it went
}
bring-answers = Answers to which questions?
bring-then = Each keeps its day: what has grown old is asked again. Afterwards you are asked what is new.
bring-stay = This stays as your account has it
bring-stay-why = Where what the file says is right all the same, change it where it is asked.
bring-stays = { $question }: { $given } (the file: { $found }; { $why ->
    [older] older
    [milder] less cautious
   *[other] nothing says which is right
})
bring-leaves = This is not taken
bring-leaves-map = The drawing: your account has its own.
bring-leaves-history = { $count ->
    [one] One entry about how it went: your account has its own, and two orders would be mixed. Signs that are still open are taken.
   *[other] { $count } entries about sessions and how it went: your account has its own, and two orders would be mixed. Signs that are still open are taken.
}
bring-leaves-agreements = { $count ->
    [one] A clinician's agreement: enter it here, so that it says what it is for.
   *[other] { $count } agreements of clinicians: enter them here, so that they say what they are for.
}
bring-leaves-bookings = Appointments: they are the practices'.
bring-leaves-unknown = { $count ->
    [one] One entry that this version does not know
   *[other] { $count } entries that this version does not know
}
bring-mine = This is my own record.
bring-mine-needed = Say that it is your own record. Somebody else's would mix with what you said.
bring-take = Take it in
bring-not = No, take nothing
bring-another = Choose another file
bring-taken = { $count ->
    [0] There was nothing new in it
    [one] One entry is in your account now
   *[other] { $count } entries are in your account now
}
bring-taken-rest = Look through it, and answer what is asked again.
bring-record = Your record
bring-large = This file is longer than { $megabytes } MB. Nothing of it was read. The command “record import” takes in longer ones.
bring-none = This is no record of Supple. Choose the file for moving (JSON) of “Take it along”.
bring-clinic = This is a record from a clinic, or one for other programs (FHIR). Bring it in under “Bring in a record from a clinic” at your record.
bring-practice = This is a whole practice. Choose the record of one person.
bring-other-version = This record is in a form that this version does not know. Nothing was taken.
bring-cut = The file ends too early. Nothing was taken. Take it along again there, and choose the new file.
bring-line = The file is damaged in line { $line }. Nothing was taken. Take it along again there, and choose the new file.
bring-line-twice = In line { $line } a name stands twice. Nothing was taken.
bring-line-more = Line { $line } and what follows were not announced in the first line. Nothing was taken.
bring-names = A name stands twice in the file, so it would have to be guessed at. Nothing was taken.
bring-number = The whole number { $number } in the file is longer than can be kept. Nothing was taken.
bring-future = The file has entries of { $day }, which is yet to come. Set the clock right on that computer. Nothing was taken.
bring-twice = Two different entries of the file have one name. Nothing was taken.
