emergency-page = Emergency help
emergency-title = Get emergency help now
emergency-title-general = Urgent help
emergency-general = Call this number if somebody’s life or limbs may be in danger: chest pain, trouble breathing, sudden weakness, loss of feeling between the legs, or a wish to die.
emergency-call = Call
emergency-number-for = Emergency number in { $country }
emergency-local = Call your local emergency number
emergency-local-hint = We do not know your country, or have read no source for its number. Choose your country, or ask somebody beside you.
emergency-no-massage = No massage now. Do not wait for this program.
emergency-say-title = What to say on the phone
emergency-say-1 = Where you are: the address, the floor, the name on the door.
emergency-say-2 = How old you are.
emergency-say-3 = What is happening:
emergency-say-3-general = What is happening: what hurts, what has changed, and since when.
emergency-say-4 = Do not hang up first. Unlock the door. Ask somebody to stay with you.
emergency-what-title = What we saw in your answers
emergency-limits-title = These limits hold as well
emergency-limits-now = Nothing is released for massage now. These limits hold in any case and go on afterwards.
emergency-limits-all =
    { $count ->
        [one] One limit
       *[other] { $count } limits
    }
exception-title = Is all of this old, examined and unchanged?
exception-lead = The emergency page stays one tap away. If you are not sure, call.
exception-offer = If a doctor has examined you for exactly this, and nothing has changed since, say so. In any other case, and if you are not sure, get help now.
exception-link = Answer: { $exception }
emergency-why-link = All reasons and sources
emergency-fit-link = Answer these again
emergency-wrong = An answer was wrong
emergency-wrong-link = Check your answers
emergency-crisis-link = If you want to end your life

crisis-page = Help
crisis-lines-title = Crisis lines in { $country }
crisis-no-lines = We have read no source for a crisis line in your country. A doctor or a hospital can name one.
crisis-emergency-number = Emergency number
crisis-now-title = Are you in danger now?
crisis-steps-title = What helps now
crisis-back = Go back to where you were
