map-page = Body map
map-title = Where does it hurt?
map-lead = Touch every place that hurts, or use the list. You can choose several.
map-title-nothing = Does anything hurt?
map-lead-nothing = You said that nothing hurts. If that is so, say it here. If something does hurt, touch the place.
map-other-side = Some parts are drawn on one side only: forearms and hands on the front, feet on the back.
map-back-view = Back
map-front-view = Front
map-figure = Drawing of a body, from behind and from the front. The list below has the same places.
map-keys = Arrow keys move from place to place. Space marks a place.
map-marked =
    { $count ->
        [0] No place marked
        [one] 1 place marked
       *[other] { $count } places marked
    }
map-list-title = The same places as a list
map-nothing = Nothing hurts
map-unknown = I don’t know where
body-your-left = your left
body-your-right = your right

marks-page = About the pain
marks-title = How does it hurt?
marks-lead = The worst it has been today, for each place.
marks-intensity = How strong, from 0 to 10?
marks-intensity-hint = 0 is no pain. 10 is the worst you can imagine.
marks-quality = How does it feel? (optional)
quality-ache = Ache
quality-sharp = Sharp
quality-burning = Burning
quality-tight = Tight
quality-numb = Numb or tingling
marks-depth = How deep? (optional)
depth-skin = In the skin
depth-muscle = In the muscle
depth-deep = Deep inside
depth-unknown = I don’t know
marks-since = Since when? (optional)
since-blank = Choose
since-0 = Since today
since-3 = A few days
since-7 = About a week
since-14 = About two weeks
since-30 = About a month
since-90 = About three months
since-180 = About half a year
since-365 = About a year
since-1000 = Some years
marks-spreads = Does it spread to somewhere else? (optional)
spreads-leg-left = Left leg
spreads-leg-right = Right leg
spreads-arm-left = Left arm
spreads-arm-right = Right arm
spreads-head-all = Head
spreads-chest-all = Chest
spreads-belly = Tummy or groin
marks-told-feels = Feels: { $what }
marks-told-depth = How deep: { $what }
marks-told-since = Since when: { $when }
marks-told-spreads = Spreads to: { $what }
marks-more = Feeling, depth, since when, spread
marks-confirm = This is everything that hurts
marks-change = Change the places
marks-elsewhere = It hurts somewhere else too
form-intensity-missing = { $place }: choose how strong it is, or “I don’t know”.
form-map-empty = Choose at least one place. Or say that nothing hurts, or that you do not know where.
