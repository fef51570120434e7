practice-page = Practice
practice-hub-title = A practice on this computer
practice-hub-lead = Therapists with their licences, hours and rooms, and a course of sessions that fits into both calendars.
practice-hub-open = Therapists, hours, today's sessions
practice-shut = A practice cannot be opened: { $id }. Nothing can be booked there. Whoever looks after this computer can look at it with "supple record verify", or remove it with "supple record close-practice".
practice-make-title = Open a practice
practice-make = Open it
practice-name = Name of the practice
practice-name-needed = Give the practice a name.
practice-zone = Time zone
practice-zone-hint = As computers name it, for example Europe/Berlin. All hours are meant on its clocks.
practice-zone-wrong = This computer knows no time zone of that name. Give one like Europe/Berlin or America/New_York.
practice-place = State or country
practice-place-hint = Its rules decide which licence a therapist needs. Nobody who knows the law has checked our list yet.
practice-place-choose = Choose a place
practice-place-needed = Choose the state or country. If yours is not listed, choose "Another place".
practice-no-accounts = There are no accounts yet: whoever may use this computer may see and change this practice. The answers of clients stay in their own records; what they choose to share stands with the session.
practice-saved = Saved.
practice-save = Save
practice-changed = Somebody else changed this in the meantime. What you typed is still here: look at it and save it again.
practice-taken = Somebody else has that time by now. Nothing was booked.
practice-number-needed = Give a number.
practice-date = Give a date like 2026-12-24.
practice-missing = Before anybody can book
practice-missing-therapist = A therapist who may be booked today is missing.
practice-missing-service = A service is missing.
practice-missing-fitting = For “{ $service }” there is no room that has what it needs.
practice-missing-room = A room is missing: at least one service needs one.
practice-today = Today
practice-today-hint = Who comes, what may not be done, what to ask
away-title = Somebody is away
away-door = Ill or on holiday: look at every session that is hit, and offer something else
away-lead = First look at what would become of each session. Nothing changes before you say so.
away-therapist = Who
away-therapist-needed = Say who is away.
away-from = From
away-until = Until, that day included
away-backwards = Give a last day that is not before the first, within a year.
away-rather = Rather
away-rather-time = the same time with somebody else
away-rather-person = the same therapist at another time
away-look = Look at the sessions
away-sessions =
    { $count ->
        [0] No session is hit.
        [one] 1 session is hit
       *[other] { $count } sessions are hit
    }
away-other = same time, somebody else
away-moved = another time
away-impossible = nothing fits
away-offer = Offer this
away-call-off = Call it off, at no cost
away-hint = What is offered keeps its time for the client, who sees it under My sessions and accepts it or chooses otherwise. What is not chosen stays as it is. The time is noted as away in any case.
away-do = Note the time away, and do this
away-changed = The calendar has changed in the meantime. Look at the sessions again.
away-noted-title = Noted as away
away-noted = { $therapist }: { $from } to { $until }
away-back = Back again
holidays-title = Holidays
holidays-door = The public holidays of the place, and on which of them the practice is closed
holidays-region = Which country or region
holidays-region-needed = Choose a country or region from the list. If yours is missing, note days off with each therapist.
holidays-choose = Choose
holidays-look = Show the days
holidays-days = The coming year
holidays-closed = Is the practice closed on these days?
holidays-closed-needed = Say whether the practice is closed on all of these days, on some, or on none.
holidays-days-needed = Tick at least one day, or say that the practice is open on all of them.
holidays-all = Closed on all of them, each year
holidays-some = Closed on those that are ticked, each year
holidays-none = Open on all of them
holidays-each = If on some: on these
holidays-instead = { $date } (day off in its place)
holidays-hint = On a closed day nobody can book anything new. What is booked already stays until somebody moves it or calls it off.
holidays-on = Written down here on { $date }. Nobody who knows the law has checked it yet.
holidays-now-nothing = The practice has not said anything of holidays yet: it counts as open on all of them.
holidays-now-unknown = The practice counts as open on every holiday: “{ $region }”, which was chosen before, is not known here any more. Choose again.
holidays-now-all = Closed on every holiday: { $region }.
holidays-now-some =
    { $count ->
        [one] Closed on 1 holiday: { $region }.
       *[other] Closed on { $count } holidays: { $region }.
    }
holidays-now-none = Open on every holiday: { $region }.
holidays-standing = Booked on a closed day
holidays-standing-hint = These sessions were booked before. Nothing has happened to them: move them or call them off on the day sheet, or let them stand.
holidays-standing-day =
    { $count ->
        [one] { $day }, { $name }: 1 session
       *[other] { $day }, { $name }: { $count } sessions
    }
day-holiday = Closed for a holiday: { $name }. Nothing new can be booked; what stands here stays until somebody moves it or calls it off.
outcomes-page = Outcomes
outcomes-title = Outcomes
outcomes-hint = How many clients got better, who left, and what came after sessions
outcomes-none = No course is over yet.
outcomes-all = All courses that are over
outcomes-under-way =
    { $count ->
        [0] No course is under way.
        [one] 1 course is under way. It is not counted yet.
       *[other] { $count } courses are under way. They are not counted yet.
    }
outcomes-no-ranking = These lists stand in the order of names. They are no ranking: clients with different pain get different courses.
outcomes-least = Fewer than { $least } are counted, and not put into percent or compared.
outcomes-no-least = The knowledge names no number from which shares can be compared, so none are.
outcomes-by-course = By course
outcomes-by-technique = By main technique
outcomes-unnamed = Not noted
outcomes-better =
    { $of ->
        [one] Better by what people notice: { $better } of 1 client.
       *[other] Better by what people notice: { $better } of { $of } clients.
    }
outcomes-range-short = { $better } of { $of } clients: { $percent } % ({ $low } to { $high } %)
outcomes-brackets = Below stands who is better by what people notice, of all clients of each. Each line goes from 0 to 100 %. The bar, and the numbers in brackets, are what the share would be with many more clients like these, 95 times of 100.
outcomes-range = { $percent } %. With many more clients like these it would be between { $low } and { $high } %, 95 times of 100.
outcomes-too-few = Too few to say more.
outcomes-lost = Counted as not better: { $left } left before the end, { $untold } did not tell or could not say.
outcomes-reactions = After sessions
outcomes-any = Anything unwished
outcomes-serious = Severe, or a warning sign
outcomes-after = After { $some } of { $of } sessions that clients told about.
outcomes-per = { $rate } per 1,000 sessions. The range is { $low } to { $high }, 95 times of 100.
outcomes-no-reactions = No client has told yet what came after sessions.
outcomes-unasked =
    { $count ->
        [0] Clients told about every session that took place.
       *[other] Nobody told about { $count } of { $sessions } sessions. They are not counted as "nothing came".
    }
outcomes-how = How this is counted
outcomes-how-over = A client's course counts once it has begun and nothing of it lies ahead. A session that nobody marked as done counts as not done.
outcomes-how-left = Who had fewer sessions than planned has left. They stay among all clients and count as not better, even if they had told of a gain.
outcomes-how-better = Better is what the client's own weekly scores say, by the same rule as on the client's page of progress. The client chooses to tell it.
outcomes-how-itself = A part of every gain comes by itself: young pain eases, and people begin on a bad day. No group without massage stands beside these numbers.
outcomes-how-range = The ranges are Wilson's. They are wide where numbers are small, and never leave 0 to 100 %.
outcomes-how-clients = Several sessions of one client are alike. So the ranges after sessions are a little too narrow.
outcomes-cite = Wilson EB, J Am Stat Assoc 1927;22:209-12. Newcombe RG, Stat Med 1998;17:857-72.
practice-therapists = Therapists
practice-no-therapists = Nobody yet.
practice-bookable = Can be booked today
practice-not-bookable = Cannot be booked today
practice-edit = Look and change
practice-add-therapist = Add a therapist
practice-services = Services
practice-add-service = Add a service
practice-rooms = Rooms
practice-add-room = Add a room
practice-rules = When somebody cancels
practice-change-rules = Change the rules
practice-notice = Notice, in minutes
practice-notice-hint = How long before a session it can still be booked.
practice-horizon = How many days ahead sessions can be booked
practice-free = Cancelling is free until so many hours before
practice-free-hint = Leave it empty if cancelling is always free.
practice-fee = The fee after that, in percent of the price
practice-no-show = The fee for not coming, in percent of the price
practice-law = What this place asks of therapists
practice-when = { $day }, { $time }

service-name = Name of the service
service-name-needed = Give the service a name.
service-length = Minutes of massage
service-before = Minutes before it, to make the room ready
service-after = Minutes after it, to clean up
service-every = Sessions begin every so many minutes
service-every-hint = 15 means: at the full hour, a quarter past, and so on.
service-price-label = Price
service-price-label-hint = For example 60.00. Leave it empty to show none.
service-price-wrong = Give a price like 60.00.
service-needs-room = Needs a room of the practice
service-title = A service
service-needs = What has to stand in the room
service-needs-line = needs { $things }
service-end = Not offered any more. What is booked stays.
service-ended = Not offered any more
service-line = { $minutes } minutes of massage, { $before } minutes before it and { $after } after it
service-line-after = { $minutes } minutes of massage, { $after } more to clean up
service-line-only = { $minutes } minutes of massage
service-price = price { $price }
service-no-price = no price set
room-name = Name of the room
room-title = A room
room-has = What stands in it
room-has-hint = What only some services need, separated by commas: low couch, shower. Leave it empty if all rooms are alike.
room-end = Not used any more. What is booked there stays.
room-ended = Not used any more
room-name-needed = Give the room a name.

therapist-title = Therapist
therapist-new = A new therapist
therapist-name = Name
therapist-name-needed = Give the name that clients see.
therapist-education = Education
therapist-education-hint = School, hours, year.
therapist-specialities = Good at
therapist-specialities-hint = For example upper back, pregnancy, after an operation.
therapist-languages = Languages
therapist-standing = What may be said today
therapist-papers = Licence and certificates
therapist-papers-hint = "Licensed" is shown only when a licence is there, somebody looked it up, and it has not run out.
therapist-techniques = Techniques
therapist-techniques-hint = Only who gives every technique of a plan is offered for it.
therapist-hours = Hours
therapist-hours-hint = For example 9:00-12:30, 13:30-18:00. Leave a day empty when there is no work.
therapist-hands = Rest for the hands
therapist-hands-hint = Sessions that would be too much are not offered. Leave all three empty for no limit.
hands-row = Most minutes of massage in a row
hands-row-hint = For example 240, which is four hours.
hands-rest = Minutes of rest that end a row
hands-day = Most minutes of massage a day
hours-off = Days off
hours-off-hint = One line each, like 2026-12-24, or 2026-12-24 - 2027-01-02.
hours-wrong = Write hours like 9:00-12:30, 13:30-18:00.
hours-overlap = Two times of one day cross each other.
hours-off-wrong = Write days like 2026-12-24, or 2026-12-24 - 2027-01-02.

paper-nth = Paper { $number }
paper-kind = What it is
paper-none = None
paper-licence = Licence
paper-registration = Registration
paper-certificate = Certificate or membership
paper-class = Title
paper-class-hint = What it allows somebody to be called, for example Licensed Massage Therapist.
paper-issuer = Given by
paper-number = Number
paper-last-day = Last day on which it counts
paper-checked-on = Looked up on
paper-checked-at = Looked up at
paper-checked-at-hint = For example the board's own search page.
paper-checked-by = Looked up by
paper-checked-whole = If somebody looked it up, say when, where and who.
paper-unnamed = not named
paper-until = until { $date }
paper-no-end = with no last day given
paper-unchecked = nobody has looked it up
paper-checked = looked up on { $date } at { $source } by { $by }

standing-licensed = Licensed: { $class }, given by { $issuer }, { $until }; { $checked }.
standing-registered = Registered: { $class }, by { $issuer }, { $until }; { $checked }.
standing-certified = Certified by { $issuer }: { $class }, { $until }; { $checked }. This place asks for no licence from everybody.
standing-claims = Claims a { $kind } ({ $class }, given by { $issuer }, { $until }), and nobody has looked it up.
standing-no-end = Says { $class }, given by { $issuer }, { $until }: this place renews it, so the last day has to be known.
standing-expired = Has run out: { $class }, given by { $issuer }, { $until }.
standing-missing = This place requires a licence, and there is none.
standing-missing-registration = This place requires a registration, and there is none.
standing-not-regulated = Not regulated here, and no certificate is named.
standing-no-title = The work is free here and a title is protected: no right to it is named.
standing-law-unknown = What this place requires is not known here, and nobody has said that it was looked up.
standing-law-looked-up = What this place requires is not known here. The practice looked it up on { $date } at { $source } and says that nothing is missing.

law-licence = { $place } requires a licence.
law-registration = { $place } requires a registration.
law-restricted = In { $place } only some people may practise, and they need a licence.
law-title = In { $place } a title is protected.
law-certificate = In { $place } a certificate can be had, and nobody needs one.
law-open = { $place } requires nothing from everybody; a town may.
law-unknown = { $place }: what is required is not known here.
law-regulator = Who to ask: { $regulator }
law-sure = { $sure }. Written down on { $date }; check with whoever regulates it before you rely on it.
law-high = Read close to the law
law-medium = Read second hand
law-low = Hardly anything was found
law-looked-up-title = The rules of your place
law-looked-up-hint = Supple does not know them. Nobody can be booked until somebody looked up what is required and found nothing missing.

refusal-too-soon = it is over, or too soon to book
refusal-too-far = it is farther ahead than the practice books
refusal-off-beat = no session begins at that time
refusal-closed = it is outside the hours of work
refusal-holiday = the practice is closed: { $name }
refusal-away = the therapist is away
refusal-taken = the therapist has somebody else then
refusal-no-room = no room is free
refusal-in-a-row = the therapist's hands need a rest
refusal-in-a-day = the therapist's hands have done enough that day
refusal-client = you have something else then
refusal-spacing = the other sessions of the course fit better this way
refusal-standing = the therapist may not be booked that day. { $why }
refusal-techniques = the therapist does not give what the plan asks for: { $techniques }

policy-tier = From { $hours } hours before the session on, cancelling costs { $percent } % of the price.
policy-free = Cancelling is free.
policy-no-show = Not coming costs { $percent } % of the price.
policy-never = It never costs anything when you are unwell, when your answers forbid the session, or when the practice calls it off.
