start-page = Start
start-title = What brings you here?
start-lead = A few questions about your back and your health. Then you know whether a massage is right today, what is allowed where, and why.
start-who = Who is this for?
start-who-hint = Each person has a record of their own. It stays on this computer, encrypted.
start-new = Somebody new
start-name = Name or nickname
start-name-hint-first = You may leave it empty. Your record stays on this computer, encrypted.
start-name-hint = Only to tell the people in this household apart.
start-pin-new = PIN (optional)
start-pin-new-hint = At least 4 characters. Nobody can open the record without it, not even you, if you forget it.
start-pin = PIN
start-pin-needed = PIN of this record
start-has-pin = opens with a PIN
start-nameless = A record whose name cannot be read
start-more = PIN, or answering for somebody else
start-proxy = I answer for this person
start-proxy-hint = Some things only the person can feel. A “no” from somebody else counts as “I don’t know” there.
start-proxy-name = Your name
start-proxy-relation = Who you are to them
start-here-as = You are in the record of
start-leave = Choose another person
start-continue = Go on where you left off
start-continue-hint = Your answers are saved.
start-result = See your result
start-result-hint = With all reasons, what is allowed where, and what would change it.
start-again = Come back: what is new?
start-again-hint =
    { $minutes ->
        [one] Before the next massage. About 1 minute.
       *[other] Before the next massage. About { $minutes } minutes.
    }

door-d1 = My back hurts
door-d1-hint =
    { $minutes ->
        [one] Start with where it hurts. About 1 minute.
       *[other] Start with where it hurts. About { $minutes } minutes.
    }
door-d2 = Nothing hurts, I want to relax
door-d2-hint = Tense, stiff, stressed or tired.
door-d3 = After an operation or injury
door-d3-hint = Whether to wait, who has to agree, and what is allowed then.
door-d4 = I am about to see a therapist or a doctor
door-d4-hint = What to bring, say, ask and refuse.
door-d5 = I give massages
door-d5-hint = For the partner at home, and for therapists.

country-label = Your country
country-hint = For emergency numbers.
country-suggested = For emergency numbers. Suggested by your browser: is it right?
country-choose = Choose your country
country-other = Another country
country-set = Show its numbers

notices-title = What Supple is, and is not
notice-reviewed = No clinician has signed off these rules yet. Each one names where it comes from.
notice-device = Supple makes no claim to be a medical device. It finds no illness and rules none out.
notice-evidence = Massage may ease back pain for a while. The evidence is modest.
notice-doctor = Answers can miss something. If you feel that something is wrong, get help, whatever this program says.
notice-local = Your answers stay on this computer. Nothing is sent anywhere.
start-me = Me
