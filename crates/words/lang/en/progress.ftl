check-in-page = Check-in
check-in-title = How is it going?
check-in-lead = A few short questions. Skip what you do not want to answer.
check-in-due = To answer today
check-in-nothing = There is nothing to answer today.
check-in-next = The weekly questions come again on { $date }.
check-in-morning = The morning after
check-in-morning-hint = About your session on { $date }
check-in-other = Something to add?
check-in-reaction = Something came after a massage
check-in-note = Something else happened: a new medicine, a fall
check-in-save = Save
check-in-later = Not now
check-in-saved = Saved
check-in-go-on = Next: { $title }
check-in-all = That was all for today.
check-in-link = Check in
track-earlier = from before this pain
track-earlier-than = Answers from before { $date } are older than this pain, as you told how long it has lasted.
track-younger = On { $date } you said that this pain has not lasted as long as these sessions. They are compared with their own beginning all the same. If it is another pain, that says nothing about it.
track-questions =
    { $count ->
        [one] 1 question
       *[other] { $count } questions
    }
track-place-ask = { $place }: { $ask }
track-own = What is it?
track-own-missing = Write what it is, such as "putting on socks". Without that the number says nothing later.
track-twice = Different answers came for this question: { $values }. Choose one.
track-missing = Choose an answer, or choose "Not now" below.
track-range = Give a whole number from { $low } to { $high }.
track-range-decimal = Give a number from { $low } to { $high }, with at most one digit behind the point.
track-side-missing = Choose what the number means.
track-side-other = The minus and your choice say different things. Leave out the minus, or choose the other.
track-no-session = That session never began, so nothing can be kept for it. Open the check-in from the list.
track-day = Give a day that is not in the future.
track-day-unreadable = There is no such day. Give one that the calendar has.
track-day-long-ago = That is longer ago than anybody lives. Look at the year again.
track-none = None of these is true for me
track-none-missing = Tick what is true for you, or tick the last box if nothing is.
track-day-label = When was it filled in?
track-recall = It asks about: { $recall }.
track-not-validated = The wording is our own and has not been examined as a measure.
track-score-unit = { $score } { $unit }
track-score = { $score } of { $most }
track-title-place = { $title }: { $place }
track-lower-better = lower is better
track-higher-better = higher is better
track-practice = with a therapist
track-home = at home
track-date = Day
track-when = Asked
track-score-head = Answer
track-reaction = { $what } ({ $when })
reaction-when = after the session of { $session }, told on { $told }
reaction-told = told on { $told }
track-happened = { $what }, { $date }
track-almost-surely = almost surely
track-very-likely = very likely
track-likely = likely
track-perhaps = perhaps
track-unlikely = not likely
moment-before = before a session
moment-after = after a session
moment-next-morning = the morning after
moment-weekly = weekly
moment-review = at a review

verdict-nothing = Not enough answers yet. Answer the three weekly questions once before the first session and again a week later.
verdict-no-course = No session has been done yet, so there is nothing to compare.
verdict-no-course-since = There was no session since the plan was taken, so there is nothing to compare.
verdict-no-beginning = Not enough answers yet: there is none from the two weeks before the first session.
verdict-none-since-other = Not enough answers yet: there is none since the first session.
verdict-old-other = Not enough answers yet: the last one is of { $date }, too long ago to speak of now.
verdict-first-alone = Not enough answers yet: there is one, of { $date }, and none after it to compare.
verdict-last-without = The last answer, { $score } on { $date }, is by itself no gain that people notice. The next one tells.
verdict-from-first-earlier = The answers from before the first session are older than this pain, by how long it was said to have lasted. So the first answer since, of { $date }, stands for the beginning.
verdict-none-since = Not enough answers yet: there is none since the first session. The weekly questions tell.
verdict-worse = It has become worse: the answers by { $by }. That it really is worse and not only the ups and downs of such answers: { $sure }, about { $hundred } of 100.
verdict-no-change = No clear change. That it really is better: { $sure }, about { $hundred } of 100; by { $points } points or more, what people notice: { $enough }, about { $least } of 100.
verdict-below = A little better: the answers by { $by }, less than people notice ({ $points }). That it really is better: { $sure }, about { $hundred } of 100; by { $points } points or more: { $enough }, about { $least } of 100.
verdict-better = Better: the answers by { $by }, as much as people notice. That it really is better: { $sure }, about { $hundred } of 100; by { $points } points or more: { $enough }, about { $least } of 100.
verdict-clearly-better = Clearly better: the answers by { $by }. That it really is better: { $sure }, about { $hundred } of 100; by { $points } points or more, what people notice: { $enough }, about { $least } of 100.
verdict-better-unsure = Better on paper: the answers by { $by }, but it may be the ups and downs of such answers. That it really is better: { $sure }, about { $hundred } of 100; by { $points } points or more: { $enough }, about { $least } of 100.
verdict-old = Not enough answers yet: the last one is of { $date }, too long ago to speak of now. Answer the weekly questions.
verdict-from-first = Nobody asked before the first session. So the first answer, of { $date }, stands for the beginning, and what changed before it does not count.
verdict-from-sessions = There are no weekly answers to compare. This rests on the pain before the sessions, which says less than a week does.
verdict-from-sessions-earlier = All weekly answers are older than this pain, by how long it was said to have lasted. So this rests on the pain before the sessions since { $date }, which says less than a week does.
verdict-from-sessions-few = There are too few weekly answers to compare. This rests on the pain before the sessions, which says less than a week does.
verdict-from-sessions-painless = The weekly answers of the beginning show hardly any pain. So this rests on the pain before the sessions, which says less than a week does.
verdict-held-by-last = That the massages wait rests on what was told up to { $date }: the sessions had brought no gain by then that more than one answer shows. It counts until something else is told, or somebody has looked at it.
verdict-no-percent = It began at 0: there is no percent of nothing, so only points count.
verdict-one-session = One session is no judge: these numbers show what each did, and the weekly questions tell whether it helps.
verdict-nothing-to-gain = There was hardly any pain at the beginning, so nobody can say by the pain whether it helps. What counts is what you wanted from it, such as rest, sleep or ease of moving. You decide how long it goes on.
verdict-one-alone = The answers since the beginning do not agree: one alone, however good, does not count as a change. The next one tells.
verdict-by = { $points } points
verdict-by-one = 1 point
verdict-by-share = { $by }, at least { $percent } of 100 of the beginning
verdict-range-worse = The change towards worse lies between { $low } and { $high } points, nine times of ten.
verdict-range-both = The change lies between { $low } points worse and { $high } points better, nine times of ten.
verdict-range = The change towards better lies between { $low } and { $high } points, nine times of ten.

progress-page = Progress
progress-title = Does it help?
progress-link = See how it goes
progress-spans = How far back
span-week = Week
span-month = Month
span-all = All
progress-recovery = Back pain of less than six weeks often eases by itself. Some of this would have come without any massage.
progress-regression = Most people begin on a bad day, and bad days are followed by better ones. So a part of the gain is no work of the massage.
progress-review = The review is on { $date }.
progress-review-due = The review was promised for { $date }: it is time to look how it shall go on.
progress-numbers =
    { $count ->
        [one] The number
       *[other] The { $count } numbers
    }
progress-more =
    { $count ->
        [one] 1 older answer is not shown here.
       *[other] { $count } older answers are not shown here.
    }
letter-happened = Beside the massage, with the numbers of the chart: { $what }
progress-happened = What else happened
progress-reactions-title = Reactions
progress-reactions =
    { $asked ->
        [0] { $sessions ->
            [one] Nothing was told yet about what came after 1 session.
           *[other] Nothing was told yet about what came after { $sessions } sessions.
        }
        [one] You told of a reaction after { $some } of 1 session that you reported on. { $sessions ->
            [one] There was 1 session.
           *[other] There were { $sessions } sessions.
        }
       *[other] You told of a reaction after { $some } of { $asked } sessions that you reported on. There were { $sessions } sessions.
    }
progress-unread =
    { $count ->
        [one] 1 answer is kept in your record, but this version cannot read it.
       *[other] { $count } answers are kept in your record, but this version cannot read them.
    }
track-more-rows =
    { $count ->
        [one] and 1 more; --rows says how many are printed
       *[other] and { $count } more; --rows says how many are printed
    }
unread-line = entry { $entry }, { $date }, “{ $what }”: { $why }
unread-instrument = this version does not know the measure
unread-place = this version does not know the place
unread-number = an answer is no whole number
unread-range = an answer lies outside the range
unread-missing = an answer is missing
chart-label = Chart: { $title }. The same numbers stand in the table below it.
chart-band = a gain that people notice
chart-date = { $day } { $month }
chart-date-year = { $day } { $month } { $year }
track-coming-back = { $title }. { $why } { $say }
progress-none-within = No answers in this time.
letter-band = Grey: { $band }.
chart-stems = Each line runs from before a session to after it.
compare-title = Which technique did more for you?
compare-too-few = { $first } or { $second }: nobody can say yet. It takes { $least } sessions of each.
compare-other-start = { $first } or { $second }: nobody can say. The sessions began with different pain, and less pain leaves less to gain.
compare-none = { $first } or { $second }: nobody can say yet which does more straight after the sessions. That is not to say that both do the same. Choose what you like better.
compare-first = Straight after the sessions, { $first } eased the pain more than { $second }: about { $hundred } of 100 that this is so. What counts more is the week.
compare-second = Straight after the sessions, { $second } eased the pain more than { $first }: about { $hundred } of 100 that this is so. What counts more is the week.
timeline-link = Your record, in order of time

reaction-page = After a massage
reaction-title = Did anything come after it?
reaction-which-title = Which of these has come?
reaction-which-lead = You said that a warning sign has come, or that you are not sure. It is kept, and there is no massage for now. Say which it is: that decides how soon somebody has to look at it.
reaction-which-none = None of these after all
reaction-lead = About the session on { $date }.
reaction-nothing = Nothing came
reaction-what = What came?
reaction-what-missing = Choose what came, or "Nothing came".
reaction-bad = How bad was it?
reaction-mild = Mild: it did not stop me from anything
reaction-moderate = Moderate: it stopped me from some things
reaction-severe = Severe: I could hardly do anything
reaction-lasted = How long did it last, or has it lasted?

reaction-too-long = The session was on { $date }: it cannot have lasted as long as that yet.
reaction-none-told = nothing came
reaction-told-title = Take this seriously
reaction-told-what = You told: { $told }
reaction-told-others = What else must not wait
told-mild = mild
told-moderate = moderate
told-severe = severe
told-lasted-unknown = not known how long

note-page = Something happened
note-title = What happened?
note-lead = It is marked in your charts. What can change your result opens the questions again.
note-what = Choose what fits best
note-day = When?

review-page = Review
review-title = How shall it go on?
review-link = Review the plan
review-due = This is the review that was promised for { $date }.
review-later = The review is promised for { $date }. You can look at it before that.
review-measure = Answer the weekly questions
review-nothing = There was no session yet, so there is nothing to review.
review-rule = Rule
review-sources = Where this comes from
review-fits = (fits your answers)
review-others = What else holds
review-continue = Continue
review-continue-hint = Go on with the plan.
review-continue-held = The massages wait until somebody has looked at it: say so above if that was done.
review-change = Change something
review-change-hint = Exercise, physiotherapy or warmth first, or another course.
review-doctor = See a doctor
review-doctor-hint = The massages wait. Take the summary along.
review-last = Chosen last: { $way }, on { $date }.

review-seen = A doctor or physiotherapist has looked at it since, and massage may go on
review-seen-by = Who looked at it? Name and profession
review-seen-on = On which day?
review-seen-by-missing = Enter who looked at it. Without that nothing opens again.
review-seen-on-missing = Enter the day on which it was looked at.
review-seen-on-future = That day has not come yet.
review-seen-on-before = That was before it was told, on { $date }. It has to be looked at after that.
review-seen-untick = Tick that it was looked at, or leave who and when empty.
letter-seen-sign = Told after a massage: { $told }. According to the record, { $by } looked at it on { $date }, and massage may go on.
letter-seen = According to the record, { $by } looked at how it goes on { $date }, and massage may go on.
letter-seen-nobody = The person said on { $date } that a doctor or physiotherapist had looked at it, and that massage may go on. Who it was, was not asked.
first-lead = This comes before everything on this page. There is no massage until then.
first-link = See what to do
upkeep-own = No study of massage says how far apart or for how long. These weeks are our own choice.
upkeep-every-ask = How often from now on?
upkeep-every =
    { $weeks ->
        [one] Every week
       *[other] Every { $weeks } weeks
    }
upkeep-until-ask = When do the massages end?
upkeep-until = On { $date }, after { $weeks } weeks
upkeep-chosen = Chosen: one massage every { $weeks } weeks, the last by { $date }.
upkeep-dose = { $minutes }, one massage every { $weeks } weeks, the next on { $next }, the last by { $date }: { $sessions }
upkeep-over = You chose to end the massages on { $date }. Keep moving. If it comes back, answer the weekly questions.
upkeep-next = So the next massage is on { $date }. Until then, keep moving.
upkeep-now = So a massage is due now.
upkeep-last-done = So the last massage is done. Keep moving.

instead-page = Something else
instead-title = What else may help
instead-lead = More of the same is not likely to help. Another treatment comes first, another massage last.
instead-exercise = Exercise
instead-exercise-hint = Stretches and easy strengthening, step by step
instead-physiotherapy = Physiotherapy
instead-physiotherapy-hint = A summary to take along, with how it went
instead-breathing = Breathing
instead-breathing-hint = A few calm minutes
instead-course = Another kind of massage
instead-course-hint = All courses, with what speaks for and against each

held-page = No massage for now
held-title = No massage for now
held-today = No more massage today. Rest in a comfortable position and move a little.
held-today-why = The pain went up with the massage of today. How it is tomorrow decides about the next one.
held-doctor = You chose to see a doctor first. The massages wait until then.
held-doctor-why = When you have been there, enter what was agreed, or choose how to go on.
held-open = When it has been looked at, answer the questions again and say so at the review.
open-sign = After the massage of { $date } you told: { $told }.
open-sign-wait = No massage until this has gone or was looked at, whatever else you answered.
open-sign-link = What to do now
open-sign-ask = Has it gone?
open-sign-gone = Yes, it has gone completely
open-sign-seen = It has been looked at
open-sign-else = If it is still there, or you are not sure, leave it as it is and do what stands above.
record-reaction-gone = What came after a massage has gone
held-again = Answer the questions again
held-agreement = Enter what a doctor agreed to

record-check-in = Answered: { $title }
record-put-off = Put off: { $title }
record-reaction-told = After a session: { $told }
record-check-in-score = Answered: { $title }: { $score }
record-noted = Noted: { $what }
record-review = Review: { $way }
letter-link = Letter or summary to take along
start-review = Review: how shall it go on?
start-review-hint = It was promised for today or an earlier day
start-check-in = Check in
start-check-in-hint = How is it going? A minute or two
start-progress = Does it help?
start-progress-hint = Your progress, the review and the letter

letter-page = Letter
letter-choose-title = Something to take along
letter-choose-lead = Choose who reads it and what goes in. Nothing else stands in it.
letter-for = Who is it for?
letter-for-physician = A doctor
letter-for-therapist = The next therapist
letter-for-person = Me
letter-parts = What goes in?
letter-show = Show it so
letter-file = Save as PDF
letter-unwritten = The letter could not be written.
letter-written = Written: { $file }
letter-title-physician = Summary for the doctor
letter-title-therapist = Summary for the therapist
letter-title-person = My summary
letter-head = As told to Supple until { $date }. No examination was made.
letter-foot = Written by a program from the person's own answers. Supple makes no diagnosis. Its rules have not been reviewed by a clinician yet.
letter-part-name = Name
letter-part-complaint = What hurts, and since when
letter-part-screening = Warning signs that were asked
letter-part-medicines = Medicines and devices, as told
letter-part-done = What was done
letter-part-outcome = How it went
letter-part-reactions = Reactions
letter-part-question = The question
letter-question-physician = What is behind the pain, is massage suitable, and what would you do next?
letter-question-physician-signs = Warning signs were told: they stand above. What is behind them, and has anything to be done at once? Is massage suitable afterwards?
letter-question-physician-better = It has eased with massage. Does anything speak against going on, and what else would you do?
letter-question-therapist = What would you do next, and what would you leave out?
letter-question-person = What do I want to ask?
letter-place = { $place }: { $score } of 10
letter-place-unknown = { $place }: strength not known
letter-answer = { $question }: { $answer }
letter-decision = Result on { $date }, as the person read it: “{ $disposition }”
letter-open-signs-more = { $count ->
    [one] The same holds for what was told after one massage before that.
   *[other] The same holds for what was told after { $count } massages before that.
}
letter-clipped = { $line } … and more: see the person's own record in Supple.
letter-more = { $count ->
    [one] 1 more line: see the person's own record in Supple.
   *[other] { $count } more lines: see the person's own record in Supple.
}
letter-more-noes = { $count ->
    [one] 1 more group of questions in which something was answered no: see the person's own record in Supple.
   *[other] { $count } more groups of questions in which something was answered no: see the person's own record in Supple.
}
letter-open-sign = Told on { $date }, after a massage, and since then neither gone nor looked at: { $told }. Massages wait until then, whatever the result says.
letter-new-sign = Something new was told after that. Until the questions are answered again, this result does not hold.
letter-no =
    { $count ->
        [one] answered no: 1 question
       *[other] answered no: { $count } questions
    }
letter-no-others =
    { $count ->
        [one] and no to 1 other question
       *[other] and no to { $count } other questions
    }
letter-page-general = Health lately, abdomen and kidneys
letter-page-conditions = Known conditions
letter-giver-self = the person alone
letter-reactions =
    { $asked ->
        [0] { $sessions ->
            [one] 1 session; nobody told what came after it.
           *[other] { $sessions } sessions; nobody told what came after them.
        }
       *[other] A reaction was told after { $some } of { $asked } sessions that were reported on, of { $sessions } in all.
    }
letter-nothing-to-gain = There was hardly any pain at the beginning, so a gain cannot be measured by it.
letter-coming-back = It had helped, and by the last answer it is coming back. What follows is about the last weeks as a whole.
letter-none-since = Not enough answers: there is none since the first session.
letter-old = Not enough answers: the last one is of { $date }, too long ago to speak of now.
letter-younger = On { $date } it was said that the pain has not lasted as long as the sessions. They are compared with their own beginning all the same.
letter-recovery = The pain was younger than six weeks at the beginning: some of this would have come without any massage.
letter-regression = People begin on a bad day, so a part of a gain is no work of the treatment.
letter-earlier-than = Answers from before { $date } are older than this pain, by what was told about how long it has lasted.
letter-signs = { $page } (asked { $date }): { $said }
letter-signs-yes = YES: { $what }
letter-signs-unknown = not known: { $what }
letter-signs-not-so = NOT: { $what }
letter-signs-no = no: { $what }
letter-by-others = Some answers were given by somebody else for the person.
letter-never = What you said about wanting to die never stands in it; tell it yourself to somebody you trust.
letter-answer-then = { $question }: { $answer } (told { $date })
letter-map = As marked on { $date }:
letter-given =
    { $count ->
        [one] { $giver }: once
       *[other] { $giver }: { $count } times
    }
letter-given-minutes =
    { $count ->
        [one] { $giver }: once, { $minutes } minutes
       *[other] { $giver }: { $count } times, { $minutes } minutes
    }
letter-giver-unknown = giver not known
letter-reaction = { $what } ({ $when })
letter-lacks-title = There is no file of this letter.
letter-lacks = No font on the computer that Supple runs on has these letters: { $letters }. Print this page: your browser has them. Or have a font installed there that has them, such as one of the Noto family.
letter-lacks-file = No file was written: no font on this computer has these letters: { $letters }. Print the page “Letter” in the browser instead, or install a font that has them, such as one of the Noto family, and try again.
letter-score = { $title }: { $first } ({ $from }).
letter-no-medicines = Asked, and nothing was told.
letter-not-asked-medicines = Not asked.
letter-course = { $course }, taken on { $date }
letter-sessions =
    { $count ->
        [one] 1 session, on { $first }.
       *[other] { $count } sessions, from { $first } to { $last }.
    }
letter-no-sessions = No session yet.
letter-scores-middle = { $title }: { $first } at the beginning (until { $from }), { $newest } at the last answer ({ $on }). The middle of the last answers, which the verdict rests on, is { $last }.
letter-scores = { $title }: { $first } at the beginning (until { $from }), { $last } now (until { $to }).
