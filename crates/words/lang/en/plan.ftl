# The plan, its week, the courses. What a course, an activity or a source says stands in knowledge/.

plan-page = Your plan
plan-title = Your plan
plan-relax-title = Your plan to relax
plan-lead = From your answers of { $date }.
plan-good = The plan is good for this day, and changes when your answers do.
plan-relax-lead = Nothing hurts, so this is about letting go. From your answers of { $date }.

plan-minutes =
    { $minutes ->
        [one] 1 minute
       *[other] { $minutes } minutes
    }
plan-often-week =
    { $times ->
        [1] once a week
        [2] twice a week
        [7] every day
       *[other] { $times } times a week
    }
plan-often-days =
    { $times ->
        [1] once in { $days } days
       *[other] { $times } times in { $days } days
    }
plan-sessions =
    { $count ->
        [one] one session
       *[other] { $count } sessions in all
    }
plan-endless = for as long as you like
plan-dose = { $minutes }, { $often }, { $sessions }
plan-by = Given by { $giver }
plan-review = Look at it again on { $date }.
plan-missed = You wished for { $wished } minutes. With this giver, your answers and this course it is { $minutes }.
plan-read-across = It was tried at another part of the body than where it hurts you. So its certainty counts as very low here.
plan-shortened = Your sessions are shorter than this course has them, because no more is allowed or wished for. Nobody has tried it like that, so it counts as expert opinion.
plan-carried = The hand movements that are open to you here fill no more minutes. So the sessions are shorter, rather than quiet.
plan-not-indicated = This course is meant for something else than what you told. It is what is left of all courses.
plan-not-indicated-chosen = This course is meant for something else than what you told. You chose it.
plan-turn = The sessions so far have changed little. So think of another treatment first, not only of another technique: exercise or physiotherapy.

plan-course-why = Why this course, and these places
plan-expect-title = What to expect, and when
plan-expect-in = How much, how soon, and what is not known
plan-where-title = Where, and how hard
plan-where-hint = In this order, where it hurts most first. No wish makes a touch firmer than these ceilings.
plan-where-relax-hint = Where people hold tension most. No wish makes a touch firmer than these ceilings.
plan-pain = pain { $points } of 10
plan-pain-unknown = pain, strength not known
plan-also-open = Open there as well, without time in this massage: { $techniques }
plan-why-hurts = it hurts there
plan-why-wished = as you wished
plan-why-whole-body = part of the whole body
plan-why-course = does not hurt; belongs to this course
plan-why-usual = where hands usually go
plan-share = hands there { $minutes } of { $all } minutes
plan-no-time = no time for it in one session
plan-min = { $minutes } min
plan-brief =
    { $more ->
        [0] { $title }, { $with }
        [one] { $title }, { $with }, and 1 more
       *[other] { $title }, { $with }, and { $more } more
    }
plan-some =
    { $more ->
        [0] { $titles }
       *[other] { $titles } and { $more } more
    }
plan-must-ceiling = Nowhere firmer than { $to }.
plan-must-ceilings = Nowhere firmer than { $to }. At most { $low }: { $places }.
plan-must-stop = { $event }: stop there.
plan-must-end = No change after { $sessions } sessions: stop, and see a doctor or physiotherapist.
plan-lesson = The giver has not finished the lesson yet. It takes three minutes; until then this is the plan for a partner without it.
plan-lesson-link = Do the lesson first
plan-to-therapist = Take it to a therapist
plan-pressure = { $from } to { $to }
plan-pressure-same = { $to }
plan-ceiling = { $to } at most
plan-with = with { $applicators }
plan-only-in = only { $positions }
plan-only-at = at: { $places }
plan-positions = Can be done: { $positions }.
plan-left-out = Left alone: { $places }
plan-untouched = It hurts here too, and no stroke goes over it: { $places }. The work stays beside it.
plan-nothing-here = No hands there with this giver. What is left:
plan-not-in-course = No hands there in this course; another one could. What is left:
plan-refer = If it does not ease, let a physiotherapist or doctor look at it.
plan-map-title = On the map
plan-map-hint = The numbers are the order. The stronger the colour, the firmer the touch may be. Hatched places of the plan are left alone.

plan-beside-title = Together with it
plan-beside-hint = Massage alone does less than massage with something you do yourself. So every plan has something active in it.
plan-active = active
plan-prepare-title = Before it
plan-before = { $from } to { $to } minutes before
plan-stops-title = When to stop or change it
plan-stops-in = { $count } rules, each with its source
plan-heed-title = Because of your answers
plan-notes-title = Good to know
plan-why = Why this
plan-how = How
plan-refs = Sources: { $numbers }
plan-sources-title = Sources
plan-sources-in =
    { $count ->
        [one] One, by number
       *[other] { $count }, by the numbers that the lines name
    }
plan-article = Article { $article } has this course.
plan-article-title = What the articles say, and what Supple does with it
plan-article-in =
    { $count ->
        [one] One passage about this course
       *[other] { $count } passages about this course
    }
plan-article-line = “{ $quote }” { $stand }.
plan-guidelines-link = What guidelines say, side by side
plan-how-above = How: see { $title } above.
plan-more-courses = { $count ->
    [one] One more stands in the list of all courses.
   *[other] { $count } more stand in the list of all courses.
}
plan-drawn = { $title }: its strokes, drawn
plan-why-page = Sources of your plan
plan-why-title = Where your plan comes from
plan-why-lead = Each line of the plan names the numbers of its sources. Here they are in full, with how they were read.

plan-others-title = Other courses that would do
plan-others-none = No other course fits your answers and wishes.
plan-second-rank = It comes second by the stated order. { $because }
plan-second-firmness = It feels otherwise than you wish.
plan-second-minutes = Its sessions are longer or shorter than you wish, or than is allowed.
plan-second-no-response = It has not helped so far.
plan-second-not-indicated = It is meant for something else than what you told. { $because }
plan-second-not-chosen = You chose another one.
plan-choose = Choose this course
plan-courses-link = All courses, also those of the articles

plan-change-title = What would change this plan
plan-change-in = Another giver, firm or gentle, other answers
plan-change-giver = { $giver }: { $course }, up to { $pressure }.
plan-change-giver-not = { $giver }: no plan. { $why }
plan-change-firm = Firm: { $course }, up to { $pressure }.
plan-change-gentle = Gentle: { $course }, up to { $pressure }.
plan-change-firm-not = Firm: no plan. { $why }
plan-change-gentle-not = Gentle: no plan. { $why }
plan-change-answers = Which answers would change it stands with your result.

plan-wishes-title = Your wishes
plan-wishes-in = Who gives it, how it feels, minutes, place, what is at hand
plan-wishes-change = Your wishes
plan-wishes-hint = A wish chooses among what is allowed. It never lifts a limit.
wish-giver = Who gives it?
wish-firmness = How should it feel?
wish-gentle = gentle
wish-firm = firm
wish-either = as it comes
wish-minutes = Minutes of one session
wish-week = Minutes of massage a week, at most
wish-empty = Leave it empty if it does not matter.
wish-clothed = The clothes stay on
wish-surface = Where?
wish-position = Position
wish-any = does not matter
wish-devices = What is at hand?
wish-sites = Also these places
wish-course = Course
wish-course-any = the one that comes first
wish-shape = Body shape, for the drawing
wish-show = Show the plan
wish-number = Give a whole number of minutes, or leave it empty.
wish-wrong = This choice is not there any more.

plan-take = Take this plan
plan-taken = You took this plan on { $date }.
plan-start = Start the session
plan-week-link = Your week
plan-print = Print this plan
plan-result-link = Your answers and limits
result-plan-title = Your plan
result-plan = Where, how hard, how often, and what goes with it. You can change your wishes there.
result-plan-none = There is no plan for what hurts: every stroke that we know comes too near to a place that is closed. What the map shows stays allowed elsewhere; movement helps, too.
result-plan-none-link = See what is left
result-plan-link = See your plan
result-plan-relax = Nothing hurts: a plan to relax, with what goes with it.
record-plan = Plan taken: { $course }

noplan-page = No plan
noplan-now = There is no plan for now
noplan-title = There is no plan like this
noplan-lead = Each of these stands in the way. Change one, and look again.
noplan-instead-title = What is left
noplan-renew = Answer this first: { $question }
noplan-renew-link = Go to the question
noplan-clearance = Your clearance is of another day, or of other knowledge. Answer what is new today.
noplan-other-answers = Your answers have changed since you were cleared. Look at the result again.
noplan-not-settled = Some questions are still open. The plan comes when they are answered.
noplan-see-result = Your answers do not allow a massage today. “supple assess” with the same file says why, whom to call, and what to do.
noplan-unknown-wish = One of your wishes is not there any more.
noplan-refused-site = { $why }
noplan-too-short = A session has at least { $minutes } minutes.
noplan-too-long = A session has at most { $minutes } minutes.
noplan-week-too-short = So few minutes a week are less than one session. The least that some course needs are { $minutes } a week.
noplan-too-little = What is open to this giver in the course “{ $course }” fills no more than { $minutes } minutes, and that is not worth a visit. Choose another course, giver or place, or wait until more is open.
noplan-position-not-there = The position that you chose cannot be taken on the place that you chose. Change one of the two.
noplan-position-closed = In the position, or on the place, that you chose nothing is left that this giver may do.
noplan-nothing-firm = Nothing firm is allowed to this giver. Choose gentle, or somebody trained.
noplan-nothing-clothed = Nothing that is left is done through clothes.
noplan-course = The course “{ $course }” cannot be had: { $why }
noplan-nothing-left = With this giver no technique is left at these places. Choose another giver, or another place.
noplan-nobody-left = No technique is left at these places, whoever gives it. Choose another place, or do what stands below. Show these places to your doctor or physiotherapist.
noplan-no-course = No course of this giver can be had: { $why }
noplan-nothing-active = Nothing active is open to you just now, and Supple plans no massage alone. Ask a physiotherapist what you may do.
noplan-no-response = Several sessions have changed nothing. Let a doctor or physiotherapist look before you go on.

barrier-not-offered = Supple shows it and does not plan it
barrier-giver = somebody else gives it
barrier-elsewhere = it is for another part of the body
barrier-device = it needs a device that is not at hand, or not allowed for you
barrier-position = it is not done in that position or place
barrier-clothing = it needs bare skin
barrier-longer-than-wished = its sessions have at least { $minutes } minutes
barrier-shorter-than-wished = its sessions have at most { $minutes } minutes
barrier-minutes-a-week = it needs at least { $minutes } minutes a week
barrier-nothing-left = none of its techniques is left at these places

courses-page = All courses
courses-title = All courses
courses-lead = Every course that Supple knows, those of the articles included, in the stated order. You may choose each of them within what your answers allow; what is known of it stands beside it.
courses-order-title = The order
courses-order = First come the courses that are meant for what you told, then those that feel as you wish and fit your minutes, then the order in which they stand here. Why each stands where it stands is said with it.
courses-chosen = In your plan now
courses-fits = Fits your answers
courses-barred = Not now: { $why }
courses-for = For
courses-givers = Given by { $givers }
courses-duration = { $from } to { $to } minutes
courses-stops = It ends or changes when
courses-device-link = What to know of balls, rollers, guns and seats

devices-page = Devices
devices-title = Balls, rollers, guns, seats and warm packs
devices-lead = No expensive machine is needed. What each suits, what it does not, and how long.
devices-suits = Suits
devices-not-for = Not for
devices-how = How
devices-most =
    { $minutes ->
        [one] At most 1 minute in all.
       *[other] At most { $minutes } minutes in all.
    }
devices-noise = Noise: quiet is below { $dba } dB(A). { $say }
devices-refused-title = What Supple refuses
devices-instead = Instead: { $instead }

week-page = Your week
week-title = Your week
week-lead = Massage and everything that goes with it, from { $date } on. Times are only a proposal.
week-daily = Every day
week-none = Nothing more on this day.
week-whole-day = any time
week-session = Massage, session { $number }
week-review = Look at the plan again
week-calendar = Take it along as a calendar file
week-calendar-remind = The same with reminders
week-calendar-hint = This week, and the sessions, check-ins and reviews of the whole course. With reminders your calendar rings an hour before a session, and at 9 on the day of a check-in or a review. The titles in the file are neutral. They name no complaint and no place on the body.
week-next = The week after
week-before = The week before
week-rest = A day without massage
week-times = { $first } to { $last }, { $count } times
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
weekday-date = { $weekday }, { $date }

calendar-name = Supple
calendar-session = Session { $number }
calendar-prepare = Prepare
calendar-review = Review
calendar-check-in = Weekly check-in
calendar-morning = Morning check-in
calendar-questions = Longer check-in
calendar-walk = Walk
calendar-exercise = Exercise
calendar-stretch = Stretch
calendar-self-release = Loosen up
calendar-break = Break
calendar-workstation = Desk
calendar-heat = Rest
calendar-breathing = Breathe
calendar-sleep = Bedtime
calendar-general = Note
calendar-reminder = Reminder
calendar-note =
    { $minutes ->
        [0] Details in Supple.
        [one] 1 minute. Details in Supple.
       *[other] { $minutes } minutes. Details in Supple.
    }

kind-walk = Walking
kind-exercise = Exercise
kind-stretch = Stretch
kind-self-release = Release
kind-break = Breaks
kind-workstation = Desk
kind-heat = Warmth
kind-breathing = Breath
kind-sleep = Sleep
kind-general = General health
kind-reminder = Reminder
