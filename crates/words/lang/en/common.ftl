# What stands on every page. Plain words, reading age about 11. No clinical sentence: those stand in knowledge/.

made-up-label = Made up
made-up = Everything here is made up, to try things with. No person is meant. Do not enter anything real.
app-name = Supple
page-title = { $page } · Supple
skip-to-content = Skip to the page
back-link = Back
footer-help = Help
footer-urgent = Emergency numbers
footer-crisis = If you want to end your life
footer-record = Your record
footer-home = Start page
footer-notices = What Supple is, and is not
header-urgent = Urgent help
header-as = Answers of
header-signed = Signed in:
header-nav = Menu
header-proxy = answered by somebody else
continue-button = Continue
print-button = Print this page

answer-yes = Yes
answer-no = No
answer-unknown = I don’t know
answer-not-asked = Not asked yet
answer-stale = Your answer from { $date } was “{ $answer }”. That was a while ago, so please answer again.
answer-number = { $number } { $unit }

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
date = { $day } { $month } { $year }
date-time = { $date }, { $time }

place-left = left { $place }
place-right = right { $place }
place-middle = { $place }
list-comma = { $first }, { $rest }
list-semicolon = { $first }; { $rest }
list-and = { $first } and { $last }

# An error summary names every problem at once.
problems-title =
    { $count ->
        [one] There is one thing to look at
       *[other] There are { $count } things to look at
    }
problem-label = To look at:

minutes-left =
    { $minutes ->
        [one] About 1 minute left
       *[other] About { $minutes } minutes left
    }

disposition-clear = Nothing stops a massage
disposition-modified = Within limits
disposition-wait = Not today
disposition-medical-first = See a clinician first
disposition-urgent = See a doctor today
disposition-emergency = Get emergency help now

evidence-high = High certainty
evidence-moderate = Moderate certainty
evidence-low = Low certainty
evidence-very-low = Very low certainty
evidence-expert-opinion = Expert opinion
evidence-tradition = Tradition, not examined

read-source-text = We read the source itself.
read-abstract = We read its summary.
read-second-hand = We read it second hand.
read-weak-source = We read it; the source is weak.
read-memory = From memory; not read yet.
read-proposal = Our own proposal, without a source text.

pressure-0 = no touch
pressure-1 = skin only
pressure-2 = light
pressure-3 = medium
pressure-4 = strong
pressure-5 = deep
pressure-number = P{ $number }
answer-on = { $answer } (on { $date }; asked again)
side-left = left
side-right = right
side-middle = middle

# A page between another site and ours.
on-title = One moment
on-link = Go on
