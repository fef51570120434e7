result-page = Result
result-clear = Nothing in your answers stops a massage today.
result-modified = A gentle massage is possible today, within the limits below.
result-medical-first = See a clinician before any massage.
result-postponed = Not today. Come back in { $hours ->
    [one] one hour
   *[other] { $hours } hours
}.
result-postponed-days = Not now. Come back on { $date }.
result-urgent = See a doctor today, within 24 hours. No massage.
result-emergency = Get emergency help now. No massage.
result-too-little = Not enough answered yet
result-open = Not decided yet. Nothing is released for massage until what is open is clear.
result-unsettled-title = Not finished yet
result-unsettled = { $count ->
    [one] One question can still change this result. Until it is answered we read it as “I don’t know”.
   *[other] { $count } questions can still change this result. Until they are answered we read them as “I don’t know”.
}
result-map-open = The body map is not confirmed yet. Until then we read it as “I don’t know where”.
result-at-least = Whatever you answer, it is at least: { $disposition }
result-timeframe = When: { $timeframe }
result-go-on = Go on with the questions
result-crisis-title = You are not alone with this
result-crisis = You told us about thoughts of ending your life. Help is one step away, today.
result-crisis-link = Open the help page
result-crisis-then = What your other answers come to stands below. It can wait.
result-nothing-left = Together, the limits leave no place, position or way in which a massage could be given. So somebody has to look first.

result-do-title = What to do
result-doctor-title = What to say to the doctor
result-doctor-map = where exactly it hurts
result-doctor-unknown = Before a massage of my back I was asked about these, and I do not know the answer: { $questions }. I was asked to have them looked at.
result-doctor-hint = You can print this page and take it along.
result-tonight-title = For tonight
result-tonight = One gentle session, step by step, with a timer.
result-tonight-link = Start tonight’s session
result-self-title = What you can do meanwhile
result-self-what = What you can do
result-self-title-too = Also good for your back

result-map-title = What is allowed where
result-map-hint = The stronger the colour of a place, the firmer the touch may be. Hatched places are left alone.
result-giver-home = At home
result-giver-therapist = By a therapist
result-giver-legend = Who gives the massage?
result-legend = Highest pressure
result-legend-pain = A spot with a number: where it hurts, and how strong from 0 to 10. Upright lines: numb or tingling there.
result-table-caption = Highest pressure and kinds of touch for each place
result-table-place = Place
result-table-home = At home
result-table-therapist = By a therapist
result-table-nothing = Leave alone
result-table-up-to = { $name } at most
result-table-other = Arms, legs, head and front
result-table-not = not: { $techniques }
result-waits-answers = By the answers of today alone: { $headline } What you told before counts beside them.
result-limits-waits = While massages wait, nothing is released.
result-no-massage-map = While a clinician has to look first, nothing is released for massage.
result-no-massage-wait = Until then nothing is released for massage.
result-limits-title = Limits
result-limits-more =
    { $count ->
        [one] One more limit
       *[other] { $count } more limits
    }
result-then =
    { $count ->
        [one] What will hold then (1)
       *[other] What will hold then ({ $count })
    }
result-then-hint = None of this allows a massage now. These limits hold in any case, and go on once one is allowed.
result-limit-until = Holds { $until }.
result-limit-days = Holds until { $date }.
result-limit-minutes =
    { $minutes ->
        [one] At most 1 minute.
       *[other] At most { $minutes } minutes.
    }
result-limit-margin = Keep { $margin } away.
result-always-title = What always holds, for everybody
result-refused = Never: { $what }

result-why-title = Why
result-why-nothing = Nothing you answered asks for a doctor first or sets a limit. What always holds, for everybody, still does.
result-why-nothing-yet = Nothing you answered so far asks for a doctor first or sets a limit.
result-why-more =
    { $count ->
        [one] One more reason, less serious
       *[other] { $count } more reasons, as serious or less
    }
result-why-your-answers = Your answers
result-why-map = Body map: { $places }
result-answer = { $question }: { $answer }
result-why-rule = Rule
result-why-sources =
    { $count ->
        [one] One source
       *[other] { $count } sources
    }
result-limits-open = While questions are open, nothing is released for massage.
result-proxy-title = Somebody else has answered
result-proxy = Some things only the person can feel. There a “no” from somebody else counts as “I don’t know”, so the result may be more careful than it has to be. Let the person look at these answers and confirm them.
result-proxy-link = I am the person: look at the answers
result-answer-proxy = { $question }: { $answer }, said by somebody else
result-why-proxy = Counts because only the person can say this
result-do-proxy = Let the person look at the answers and confirm them: some of these only they can give.
result-why-doubt = Counts because two answers do not fit together
result-why-unknown = Counts because of an “I don’t know”
result-why-lifted = A clinician has agreed; the limits stay
result-does = Leads to: { $disposition }
result-does-wait = Leads to: Not today
result-advice = Good to know
result-deviation = Where we differ from guidance

result-unknown-title = What is still unknown
result-unknown-lead = “I don’t know” never counts as “no”. This is what each one did, and what an answer would do.
result-unknown-if = If { $answer }: { $disposition }
result-unknown-more =
    { $count ->
        [one] One more answer that is not known
       *[other] { $count } more answers that are not known
    }
result-unknown-same = With most of these either answer alone leaves the result as it is. They still never count as “no”.
result-unknown-find = How to find out
result-unknown-map = The body map: you do not know where it hurts.
result-change-answer = Change this answer

result-contradiction-title = Two answers do not fit together
result-contradiction-again = Look at them again

result-since-title = Since last time, { $date }
result-since-same = The result is the same.
result-since-new = New: { $title }
result-since-gone = Gone: { $title }
result-since-limits = The limits have changed.

result-agreement-title = Has a clinician agreed?
result-agreement = If a doctor, midwife or physiotherapist has looked at this and agrees to a massage, record it here. Then you can go on within their limits.
result-agreement-link = Record a clinician’s agreement
result-agreement-never = An agreement never lifts “today” or “emergency”.
result-life-title = What may play a part
result-life = Sleep, stress, work, what makes it worse. Optional, and it never decides whether a massage is allowed.
result-life-link = Add what may play a part
result-later-title = Come back before the next massage
result-later = Things change. Before each massage a few short questions ask what is new. Answers that have grown old are asked again.
result-check-link = Check your answers
result-made = Result of { $date }.
result-version = Made with knowledge version

agreement-page = A clinician’s agreement
agreement-title = Record a clinician’s agreement
agreement-lead = Write down what was agreed, as it was said to you.
agreement-covers = It can lift:
agreement-by = Name of the clinician
agreement-profession = Profession
agreement-profession-hint = Such as doctor, midwife, physiotherapist.
agreement-from = Agreed on
agreement-until = Holds until
agreement-until-hint = The last day. None holds longer than three months.
agreement-pressure = Highest pressure they allow
agreement-pressure-none = They named no limit
agreement-minutes = Longest session, in minutes (optional)
agreement-words = Other limits, in their words (optional)
agreement-save = Record the agreement
form-agreement-by = Enter the clinician’s name.
form-agreement-profession = Enter the clinician’s profession.
form-agreement-from = Enter the day of the agreement, such as 2026-11-21.
form-agreement-from-future = The day of the agreement cannot lie in the future.
form-agreement-until = Enter the last day of the agreement, such as 2026-12-31.
form-agreement-until-past = The last day cannot lie before today.
form-agreement-until-long = No agreement holds that long. The last day can be { $date } at most.
form-agreement-until-before = The last day cannot lie before the day of the agreement.
form-agreement-minutes = Enter whole minutes from 1 to { $most }, or leave it empty.
form-agreement-pressure = Choose one of the pressures shown.
result-would-title = What would change this
result-would = If “{ $question }” were “{ $answer }”: { $disposition }
result-would-none = No single other answer would change what to do first.
result-would-yes = A yes to one of these: { $disposition }
result-fears-title = What people often fear
result-agreed = { $date }
result-agreed-by = Agreed by
result-agreed-until = until
result-rules = Set by
result-table-title = The same in words
why-sources = Sources:
why-sources-title = Sources
why-page = Reasons
why-title = Every reason, with its sources
why-link = Every reason with its sources in full
always-page = What always holds
care-page = Self-care
care-link = Reasons and sources for these, and answers to common fears
result-do-doubt = Two of your answers do not fit together. Look at them once more if you can; until then the more cautious one counts.
result-do-unknown-soon = You answered something with “I don’t know”. Do not wait until you have found it out: say it to whoever looks at you.
result-do-unknown = Some of your answers are “I don’t know”. Find them out first; further down it says how. If you cannot, let a clinician look.
