tonight-page = Tonight
tonight-title = A gentle session for tonight
tonight-giver = Who gives the massage?
tonight-giver-only = Given by: { $giver }
tonight-before = Pain right now, before it begins
tonight-before-hint = 0 is no pain, 10 the worst you can imagine.
tonight-start = Begin
tonight-length =
    { $minutes ->
        [one] 1 minute
       *[other] { $minutes } minutes
    }
tonight-not = There is no session tonight
tonight-not-settled = Some questions can still change the result. Answer them first.
tonight-not-allowed = Your result does not allow a massage. Here is what you can do instead.
tonight-nothing-left = The limits leave nothing that this person may do. Choose somebody else to give it, or use what you can do without a massage.
tonight-see-result = See the result
tonight-position = Position: { $position }
tonight-steps-title = The steps
tonight-step = Step { $number } of { $count }
tonight-where = Where: { $place }
tonight-pressure = Pressure: { $name }
tonight-seconds = { $seconds } seconds
tonight-minutes = { $minutes } min
tonight-breath = In for { $in } seconds, out for { $out } seconds.
tonight-feel = How it should feel: { $text }
tonight-ease = Ease off if: { $text }
tonight-direction = Direction: { $text }
tonight-tempo = Rhythm: { $text }
tonight-run = Start the timer
tonight-pause = Pause
tonight-go = Go on
tonight-next = Next step
tonight-back-step = Step before
tonight-left = left in this step
tonight-paused = Paused
tonight-finished = All steps are done.
tonight-no-timer = Without scripts: use a clock. The minutes stand beside each step.
tonight-awake = The screen stays on while the timer runs.
tonight-not-awake = This browser cannot keep the screen on. Touch it now and then.
tonight-stop = STOP: it hurts
tonight-stop-long = Stop: something is wrong
tonight-after-title = Finished?
tonight-after = Pain right now, after it
tonight-end = Save and finish
tonight-watch-title = Stop if one of these comes
tonight-water = Get up slowly, over the side. Drink a glass of water.
form-score = Choose a number from 0 to 10.
form-giver = Choose who gives the massage.

stopped-page = Stopped
stopped-title = Good that you stopped
stopped-lead = Take the hands away. Breathe. Find your line below, and do what it says.
stopped-result = Back to the result
stopped-again = Answer what is new
stopped-urgent = Emergency numbers

ended-page = After the session
ended-title = Well done
ended-better = Pain before: { $before }. After: { $after }.
ended-change-less = That is { $points ->
    [one] 1 point
   *[other] { $points } points
} less.
ended-change-more = That is { $points ->
    [one] 1 point
   *[other] { $points } points
} more. That can happen. Watch how it goes tonight and tomorrow.
ended-change-same = No change yet. One session alone says little.
ended-next-title = The next step
ended-next = Come back before the next massage. Five short questions ask what is new; old answers are asked again.
ended-next-again = Answer what is new
ended-after-title = Watch for this in the next days
ended-move-title = Until then
tonight-giver-length = { $giver }, { $length }
tonight-position-legend = Position (optional)
tonight-needs-title = What you need
tonight-expect-title = What to expect
tonight-never-title = What is never touched
scale-least = not at all
scale-most = as much as can be
stopped-which = What happened?
