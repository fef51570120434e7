ask-find-out = How to find out
ask-no-to-all = No to all of these
ask-no-to-all-hint = What you have already chosen stays as it is.
ask-no-to-rest = No to all the rest
ask-skip = Skip this page
ask-places-legend = Choose every place
ask-places-more = Arms, legs, head and front
ask-number-hint = A whole number from { $min } to { $max }.
ask-follow-up = One more thing about your last answers
ask-all-link = All questions of this page
ask-other-tab-title = This page was also answered somewhere else
ask-other-tab = Another tab or window saved something different. What you typed here is still below. Look at the answers that are marked, then continue to keep what stands here.
ask-other-saved = Saved in the meantime: { $answer }
form-choose = Choose an answer. “I don’t know” is an answer too.
form-number-range = Enter a whole number from { $min } to { $max }, or choose “I don’t know”.
form-number-form = Enter digits only, such as 34.
form-places-missing = Choose at least one place, or “I don’t know”.
form-option = Choose one of the answers shown.
form-too-long =
    { $max ->
       *[other] Please shorten this to { $max } characters.
    }
form-summary = { $question }: { $problem }
form-missing = { $question }: not answered

check-page = Check your answers
check-title = Check your answers
check-lead = Change anything that is not right. The result follows at once.
check-change = Change
check-map = Body map
check-map-nothing = Nothing hurts
check-map-unknown = I don’t know where
check-map-open = Not confirmed yet
check-places = Where it hurts
check-intensity = { $place }: { $intensity } of 10
check-intensity-unknown = { $place }: strength not known
check-result = See the result
check-go-on = Go on with the questions
check-confirm-title = Answered by somebody else
check-confirm-hint = Are you the person these answers are about? Then confirm the things that only you can feel.
check-confirm = I am the person, and these answers are right
check-all-no =
    { $count ->
        [one] One answer: No
       *[other] { $count } answers, all No
    }
check-nothing = Nothing has been answered yet.
change-title = What your change did
change-none = The result is the same as before.
change-was = Before: { $disposition }
change-now = Now: { $disposition }
change-new-reason = New reason: { $title }
change-gone-reason = No longer a reason: { $title }
ask-same = Nothing has changed on this page
ask-same-hint = Every answer that stands below with its date is given again as of today. What you choose anew counts instead.
ask-kept = What you have answered on this page is saved. Only what is marked is still missing.
ask-proxy = “You” is
ask-proxy-how = Answer as they would.
ask-page = Questions
ask-rescreen = Compare with the last time you answered. A small change counts too.
