book-page = Book a course
book-title = Book the sessions
book-at-home = This plan is for a massage at home. To book, plan it with a therapist.
book-therapist-plan = Plan it with a therapist
book-dose =
    Your plan: { $minutes } minutes, { $times ->
        [one] once
        [two] twice
       *[other] { $times } times
    } in { $days ->
        [one] 1 day
       *[other] { $days } days
    }. From one session to the next { $least } to { $most } days.
book-no-practice = There is no practice on this computer yet.
book-no-service = This practice offers no service that is as short as your plan allows.
book-no-course = A course needs 1 to 60 sessions.
book-summary-all =
    { $count ->
        [one] As you wished.
       *[other] All { $count } as you wished.
    }
book-summary = As wished: { $ok }. Moved: { $moved }. Not possible: { $impossible }.
book-zone = Times are those of { $place } ({ $zone }).
book-zone-bare = Times are those of { $zone }.
book-price = Each session costs { $price }.
book-sessions = Which sessions do you want?
book-ok = as wished
book-moved = moved
book-other = somebody else
book-impossible = not possible
book-wished = You wished: { $when }.
book-because = Why:
book-with = { $when }, with { $therapist }
book-long-gap =
    { $days ->
        [one] 1 day
       *[other] { $days } days
    } after the one before: longer than your plan asks for.
book-policy = When you cancel
book-hold = Hold these times
book-hold-hint = Step 1 of 2: they are kept for you for 10 minutes. Nothing is booked until you confirm.
book-wishes = What would suit you?
book-practice = Practice
book-service = Service
book-service-line = { $name }, { $minutes } minutes
book-therapist = With
book-anybody = Anybody
book-from = From this day on
book-days = On these days
book-days-hint = Leave all empty for any day.
book-at = At this time, for example 10:00
book-count = Number of sessions
book-fit = Look again
book-choose = Choose at least one session.
book-changed = In the meantime one of these times was taken, or something changed. Nothing was held. Below is what fits now.
book-too-many = You hold many sessions that are not confirmed yet. Confirm them or let them go, then hold these.
book-not-now = One of these sessions is not held any more, or over. Look at the list again.
book-what = { $service } with { $therapist }, { $practice }
book-nth = session { $nth } of { $of }
book-gone = no longer there
book-held-until = They are kept for you until { $time }.

plan-book = Book these sessions

bookings-page = My sessions
# The way to one's own sessions, on the first page.
next-session = Your next session: { $when }, with { $therapist }
next-session-hint = Answer its questions, move it or call it off.
next-held = A time is held for you: { $when }, with { $therapist }
next-held-hint = Book it, or let it go.
next-unread = Your sessions cannot be read just now
next-unread-hint = What is booked stays booked. Look again in a moment, or ask the practice.
bookings-title = My sessions
bookings-shut = A practice that keeps something of you cannot be read here at present. Its sessions are not in this list: ask the practice.
bookings-held = Step 2 of 2: held for you, not booked yet
bookings-confirm = Book them
bookings-let-go = Let them go
bookings-none = Nothing is booked.
bookings-open = Booked
bookings-fresh = Each session needs your answers of its own day. Without them it is held, and the therapist sees that too.
bookings-ask = Answer the questions of today
bookings-share = Let the therapist know
bookings-share-hint = The therapist sees where it hurts, what may not be done, what you do not know, and how the last session went. If your answers forbid a massage, only that.
bookings-change = Move it or cancel
bookings-past = Over or cancelled
bookings-more = Book more
bookings-tell = Let the practice count how it went

told-page = Counted by the practice
told-title = Let the practice count how it went?
told-lead = { $practice } adds your course to its numbers. Your answers stay in your own record.
told-before = The practice counts this course. You can change it or take it back.
told-better = How it went: better, by as much as people notice.
told-not-better = How it went: not better, or by less than people notice.
told-unknown = How it went: not known. Answer the weekly questions first, if you can.
told-sessions =
    { $count ->
        [one] Sessions so far: 1
       *[other] Sessions so far: { $count }
    }
told-reactions = After how many of these sessions did something come that you did not like?
told-reactions-hint = Sore, tired, light-headed, more pain, anything. 0 if nothing came. Leave it empty if you do not know.
told-serious = After how many was it severe, or one of these?
told-serious-hint = A bruise, a rash, numbness or weakness, a new headache or dizziness, fever. Leave it empty if you do not know.
told-tell = Let them count it
told-back = Take it back
told-small = The practice sees totals. Where few clients told, it may guess which of them is you.
booking-held = held, not booked yet
booking-booked = booked
booking-started = begun
booking-done = done, { $minutes } minutes
booking-cancelled = cancelled, no fee
booking-cancelled-fee = cancelled, { $percent } % of the price
booking-no-show = did not come, { $percent } % of the price
ready-yes = Your answers of today are with the therapist.
ready-share = Your answers of today allow a massage. The therapist does not know them yet: until then the session is held.
ready-not-asked = Your answers of today are missing: until then the session is held.
ready-forbids = Your answers do not allow a massage today: the session is held. Cancelling because you are unwell costs nothing.
ready-later = Waits: what you told or answered allows no massage for now, and this appointment is held until that has changed. Cancelling because you are unwell costs nothing.

change-unwell-title = Not well?
change-unwell-hint = This session is cancelled and costs nothing. Then come the questions, which say what to do and when a massage is all right again.
change-unwell = I am unwell
change-move-title = Another time
change-move-to = With the same therapist
change-move = Move it
change-time-needed = Choose a time. One that was free before may be taken by now.
change-cancel-title = Cancel
change-scope = What do you want to cancel?
change-scope-needed = Say what you want to cancel.
change-this = This session
change-later = This one and all later ones of the course
change-all = All that are left of the course
change-goes = Cancelled: { $dates }
change-stays = Stays: { $dates }
change-nothing-stays = Nothing else of this course is left.
bookings-offer = { $therapist } is away. This was booked for { $when }; the practice offers this instead. Until you accept, cancelling costs nothing.
bookings-ask-agreement = Let them know what a clinician has to agree to
bookings-ask-agreement-hint = The therapist then reads the headings of what stands in the way, and can enter an agreement that they were given.
bookings-accept = That suits me
bookings-otherwise = Another time, or cancel
change-free = Cancelling this session now is free.
change-fee = Cancelling this session now costs { $percent } % of the price.
change-cancel = Cancel

day-page = Sessions of the day
day-before = The day before
day-after = The day after
day-none = Nobody comes on this day.
day-with = { $service }, { $therapist }
day-not-asked = There are no answers of this day yet. Without them it cannot begin.
day-forbids = Not today: the answers do not allow a massage. Call it off, or let the client choose another time; neither costs them anything.
day-limits = Limits
day-no-limits = No limits beyond those that always hold.
day-places = Where it hurts
day-better =
    { $points ->
        [one] Last session: better by 1 point.
       *[other] Last session: better by { $points } points.
    }
day-same = Last session: no change.
day-worse =
    { $points ->
        [one] Last session: worse by 1 point.
       *[other] Last session: worse by { $points } points.
    }
day-unknown =
    { $count ->
        [one] Ask: 1 thing is not known
       *[other] Ask: { $count } things are not known
    }
day-well = Ask: do you feel as you did when you answered today's questions?
day-ask-first = Ask first how the client feels today. No session begins before.
day-consent = Ask: do you agree to this session?
day-consent-first = Ask first whether the client agrees. No session begins before.
day-no-consent = The session cannot begin: the client does not agree, or is not sure. Ask what they wish instead; being asked costs nothing.
consent-2026-11 = I agree to this session as it was explained to me: what is done, where, how firm, and what is left out. I can say stop at any moment, for any reason or none, and it stops.
day-begin = Begin
day-since = Begun at { $time }.
day-done = It is over
day-not-done = It is not over yet
day-not-begun = It did not take place
day-right = Put something right
day-right-hint = For what was marked by mistake. The client's record is told as well. After “did not take place” you can say that the client did not come, or call the session off.
bookings-brings = A record from your clinic
bookings-brings-hint = You can bring it in yourself, on the page of your record. Or bring the file along and let this therapist do it with you: they see what is in the file, ask you about each thing, and what you call true goes into your record. They see nothing else of your record by that.
bookings-brings-yes = This therapist may bring in a file from your clinic with you, for this session.
bookings-bring = Let this therapist bring it in with me
bookings-bring-not = Take that back
day-asks = A clinician has to agree first to:
day-agreement = Enter what a clinician agreed to
day-agreed-title = Agreement of a clinician
day-agreed = { $by }: until { $date }
day-agreed-pressure = Highest pressure: { $pressure }
day-agreed-minutes = At most { $minutes } minutes
day-agreed-ended = That agreement ends before this appointment. Without another one it is held.
day-offered = offered instead, not accepted yet
day-late = Comes late
day-no-show = Did not come
day-call-off = We call it off
day-otherwise = Something else happened
day-minutes = Minutes late
day-late-minutes = Say how many minutes late, up to 240.
day-too-soon = It is too soon to say that.
day-not-now = That is not possible any more. Look at the list again.

feed-page = Calendar
feed-heading = In your own calendar
feed-lead = Your calendar program can fetch your sessions from an address, again and again.
feed-lead-therapist = A calendar program can fetch the sessions of { $name } from an address, again and again.
feed-address = The address
feed-address-lead = Put it into your calendar program as a calendar to subscribe to. It is shown this once.
feed-on = An address is in use.
feed-off = No address is in use.
feed-says-neutral = Only times stand there: no name, no complaint, no practice.
feed-says-secret = Whoever has the address sees the times. Do not pass it on; if somebody has it who should not, make another one.
feed-says-late = Calendar programs look every hour or less often. What was cancelled stays there, crossed out.
feed-make = Make an address
feed-rotate = Make another address: the one in use stops
feed-switch-off = Switch it off
feed-name = Sessions
feed-title = Appointment

# Waiting for a time.
wait-page = Waiting for a time
wait-title = Wait for a time
wait-lead = Say what would suit you. When such a time becomes free, it is held for you for a while, and you can take it or let it go.
wait-door = Wait for a time
wait-none-suits = None of these times suits you?
wait-this-practice = Wait at this practice
wait-after = Not before, for example 9:00
wait-before = Over by, for example 17:30
wait-time-wrong = Give a time like 9:00.
wait-from = From this day on
wait-until = Until this day, then you wait no longer
wait-days-wrong = Give a last day that is not over, and not before the first.
wait-times-wrong =
    { $minutes ->
        [one] Between these two times the massage of 1 minute has no room.
       *[other] Between these two times the massage of { $minutes } minutes has no room.
    }
wait-too-far =
    { $days ->
        [one] This practice can be booked 1 day ahead. Give an earlier last day.
       *[other] This practice can be booked { $days } days ahead. Give an earlier last day.
    }
wait-service-needed = Choose a service that this practice offers.
wait-most = You wait for five times at this practice already. Stop waiting for one of them first.
wait-join = Wait for it
wait-order-title = Who is offered a free time
wait-order-course = First those whose course is with the therapist who is free: among them, whoever has waited longest.
wait-order-longest = Then whoever has waited longest.
wait-order-earliest = You are offered the earliest time that suits you, one at a time. What you let go is not offered to you again, and your place stays yours.
wait-how-long =
    { $minutes ->
        [one] Each time is held for 1 minute, or less where it is too near for that. Then it goes to the next.
       *[other] Each time is held for { $minutes } minutes, or less where it is too near for that. Then it goes to the next.
    }
wait-order-night = At night nothing is offered, and the time that is left stands still.
wait-order-rules = Taking it is booking it: your answers of that moment, the length of your plan, the licence and all other rules count as always. Nobody sees who else waits.
wait-any-day = on any day
wait-on-days = on { $days }
wait-anybody = anybody
wait-wants = { $service } with { $therapist }, { $days } from { $after } to { $before }, between { $from } and { $until }
wait-waits = You wait for
wait-waits-hint = What is held for you stands at the top of this page, and comes by mail where you want mail.
wait-leave = Stop waiting
wait-offer-title = A time has become free for you
wait-held-until = Held for you until { $when }.
wait-left = Minutes left: { $minutes }
wait-take = Book it
wait-let-go = Let it go
wait-let-go-hint = If you let it go, you keep your place and are offered another time.
wait-not-now = This time cannot be booked now: { $why }. It stays held until its time is over.
wait-too-long = it is longer than your plan of today allows

# The practice's page.
waiting-title = Who waits
waiting-hint = Who waits for a time, and what is held for whom
waiting-lead = When a time becomes free, it is held for the first of those whom it suits, and they are told by mail where they want mail. You need not do anything.
waiting-none = Nobody waits for a time.
waiting-since = Waits since { $when }
waiting-offered = A time is held for them until { $when }.
