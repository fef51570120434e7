# What people can read up on: the articles' claims, guidelines, benefits, rules, checklists. No clinical sentence: those stand in knowledge/.

footer-claims = Does it hold up?

claims-page = Does it hold up?
claims-title = Does it hold up?
claims-lead =
    { $count ->
        [one] The articles that Supple grew out of make one claim about massage. Here it is answered.
       *[other] Five articles that Supple grew out of make { $count } claims about massage for back pain. Each is answered here: what holds, what does not, and where Supple uses it.
    }
claims-not-believed = What an article says is not what Supple believes. Its words are shown as quotations.
claims-articles-title = By article
claims-tally-title = What became of them
claims-filter-title = Choose
claims-filter-article = Article
claims-filter-verdict = Answer
claims-filter-all-articles = All five
claims-filter-all-verdicts = All answers
claims-filter-show = Show
claims-shown =
    { $count ->
        [0] No claim is like that.
        [one] One claim
       *[other] { $count } claims
    }
claims-of-article = { $id }: { $title }
claims-open-article = All claims of this article, with reasons and sources
claims-in-article =
    { $count ->
        [one] One claim, answered
       *[other] { $count } claims, answered
    }
claims-article-page = Does “{ $title }” hold up?
claims-article-lead = Each claim with our answer, the reason and the sources.
claims-only = Only: { $verdict }
claims-all-again = Show all claims
claims-articles-link = What each article tells people to do, and what Supple does instead
claims-benefits-link = What massage is said to do
claims-guidelines-link = What guidelines say

claim-says = The article says
claim-answer = Our answer
claim-about = { $part }
claim-why = Why
claim-sure = How sure: { $level }
claim-sure-range = How sure: { $low } to { $high } certainty
sure-high = high
sure-moderate = moderate
sure-low = low
sure-very-low = very low
sure-expert-opinion = expert opinion
sure-tradition = tradition
claim-sure-nothing = A rule or a step: nothing to be sure of
claim-must = A program has to
claim-used = Used in
claim-unused = Nowhere.
claim-beside = Supple
claim-sources = Sources
claim-link = Claim { $id }

verdict-supported = Holds
verdict-partly = Holds in part
verdict-mixed = Partly open, partly contradicted
verdict-unsupported = No support found
verdict-contradicted = Contradicted
verdict-mis-attributed = About something else
verdict-procedural = A rule, not a claim
verdict-no-claim = Not about massage

articles-page = What the articles say, and what Supple does
articles-title = What the articles say, and what Supple does
articles-lead = For each rule, dose, giver and limit of the five articles: whether Supple keeps it, softens it, tightens it or refuses it, and why.
articles-filter-stand = Supple
articles-filter-all = All
articles-shown =
    { $count ->
        [0] Nothing is like that.
        [one] One rule
       *[other] { $count } rules
    }
articles-one-page = What “{ $title }” says, and what Supple does
articles-one-lead = Each rule, dose, giver and limit, beside what Supple advises.
articles-open = All of this article, with reasons
articles-claims-link = Does it hold up? The claims of this article, answered
stand-kept = Kept
stand-softened = Softened
stand-tightened = Tightened
stand-refused = Refused
lays-rule = rule
lays-dose = dose
lays-giver = who gives it
lays-limit = limit
beside-says = The article
beside-advises = Supple
beside-why = Why
beside-where = Where
beside-shown = Test
beside-claims = Claims

benefits-page = What massage is said to do
benefits-title = What massage is said to do
benefits-lead = What people seek from a massage: what is known, and what is not. Nothing here is surer than “moderate”.
benefit-known = Known
benefit-unknown = Not known
benefit-against = What was found speaks against it
benefit-claims = What the articles say of it
averages-title = What averages hide

guidelines-page = What guidelines say
guidelines-title = What guidelines say about massage
guidelines-lead = Bodies disagree. They stand side by side here; nothing is averaged.
guidelines-yours = For a pain like yours
guidelines-yours-none = We have read no guideline on massage for a pain like yours.
guidelines-for = { $region }, { $phase }
guidelines-none = None was read.
guidelines-caption = Who says what, the newest first
guideline-who = Who
guideline-says = What it says
guideline-read = How we read it
guideline-of = { $body }, { $year }
region-low-back = Low back
region-neck = Neck
region-upper-back = Upper back and shoulders
phase-acute = new pain
phase-subacute = pain of some weeks
phase-chronic = long-lasting pain
stance-offer = May be offered
stance-only-with = Only together with something else
stance-against = Not on its own
stance-not-listed = Not in its list
stance-review = A review: it weighs, and recommends nothing
stance-not-read = Not read yet

rule-page = A rule of Supple
rule-does = What it does
rule-reviewed-none = No clinician has signed this yet.
rule-watch = { $event }: { $say }
rule-limits-title = Limits it sets
rule-claims-title = What the articles say about it
rule-claims-none = No claim of the five articles is about this.

visit-page = Before a visit
visit-title = Whom are you about to see?
visit-lead = What to ask, bring, say and refuse.
visit-therapist = A massage therapist
visit-therapist-hint = What to see, what to ask, when to leave. Who licenses them where you live.
visit-doctor = A doctor
visit-doctor-hint = What to say, with the sentences from your answers.
visit-other-therapist = Before you see a therapist
visit-other-doctor = Before you see a doctor
see-therapist-page = Before you see a therapist
see-doctor-page = Before you see a doctor
see-yours-therapist = From your answers: tell them this
see-yours-limits-none = Your answers set no limits beyond those that hold for everybody.
see-yours-doctor = From your answers: say this
see-yours-none = You have no result yet. Answer the questions first; then your own sentences stand here.
see-yours-nothing = Nothing in your answers has to be said to a doctor first. Say where it hurts, since when, and what makes it worse.
see-yours-map = Where it hurts
see-yours-start = Answer the questions
see-yours-result = Your result, to print
see-always = What nobody should do to anybody
see-places-title = Who looks after massage where you live
see-places-lead = Supple lists no therapists. Who looks up a licence or a register is named where we could read it.
see-places-link = All states and countries

places-page = Who licenses massage where
places-title = Who licenses massage where
places-lead = Collected from boards, laws, associations and schools. Nobody has checked a row with the body itself: look it up there.
places-us = United States
places-world = Other countries
guarded-licence = Licence required
guarded-title = Title protected by law
guarded-registration = Registration
guarded-voluntary = Voluntary register
guarded-part = In part of the country
guarded-none = No rule of the state
guarded-unknown = Not known
authority-title = Title:
authority-body = Look up with:
authority-body-none = Whom to ask is not known here.
authority-body-nobody = Nobody licenses it there.
authority-confidence-high = We are fairly sure of this row.
authority-confidence-medium = We are somewhat sure of this row.
authority-confidence-low = We are not sure of this row.
authority-read-read = Read:
authority-read-mixed = Read in part, partly from memory:
authority-read-memory = From memory:

trouble-library-title = This page cannot be shown
trouble-library = The texts behind it cannot be read. Check them with “supple knowledge check”, or start Supple again.
