# Techniques and strokes, in a terminal and on their pages.

help-supple-techniques = Show what hands can do: all techniques, or one with its strokes
help-arg-technique = A technique’s id, such as effleurage
help-arg-all = List the distance of every stroke to every place
help-arg-stroke = Prove the statements about this stroke only
help-arg-picture = Draw the first stroke that is wrong into this SVG file

techniques-title = What hands can do
techniques-lead = Every technique that Supple knows, with who may use it and how sure it is that it helps. None of it is signed off by a clinician yet.
techniques-line = { $title } [{ $id }]
techniques-by = Given by: { $givers }.
techniques-sites = Where
techniques-refused = Refused: { $because }
techniques-points = Points for finger pressure
techniques-point = { $id }: { $say }
techniques-not-offered = Not offered, because: { $because }
techniques-how = How it is done
techniques-feel = It feels so: { $feel }
techniques-ease-off = Ease off when: { $when }
techniques-pace = How fast: { $pace }.
techniques-clothes-on = Clothes stay on.
techniques-clothes-off = On bare skin.
techniques-clothes-either = On bare skin or through clothes.
techniques-gentle = It is gentle.
techniques-firm = It is firm.
techniques-either = It can be gentle or firm.
techniques-cautions = Take care
techniques-who = Who may use it, and how hard
techniques-giver = { $giver }: from { $start } to { $most } pressure at most
techniques-strokes = Its strokes
techniques-touches = It touches: { $places }.
techniques-sources = How sure this is
techniques-unknown = There is no technique “{ $id }”. “supple techniques” lists them all.

techniques-page = What hands can do
technique-page-drawing = The hand’s middle moves along the dark line. All that it touches is shaded. Hatched places are left alone.
technique-page-side = Drawn on the left; the right is done the same way, mirrored.
technique-page-middle = Lies across the middle.
technique-page-other = The other strokes of this technique
technique-page-none = Supple plans no stroke of its own with this technique.
technique-page-back = All techniques
technique-page-parts = It is made of
technique-page-view-front = Seen from the front.
technique-page-kept = Everything here keeps a thumb’s width from the spine.

knowledge-strokes-proved = { $invariant }: holds. It says: { $says }. { $checks } checks, each over whole paths.
knowledge-strokes-disproved = { $invariant }: does not hold. It says: { $says }. What was found:
knowledge-strokes-found = {"  "}{ $what } ({ $shape }), { $place }: { $message }
knowledge-strokes-unknown = There is no stroke “{ $id }”. “supple techniques ID” lists those of a technique.
knowledge-strokes-more = {"  "}and { $count } more.
knowledge-strokes-least = The least room between strokes and forbidden places, over all body shapes and both sides:
knowledge-strokes-room = {"  "}{ $stroke } to { $place }: at least { $mm } mm
knowledge-strokes-touched = {"  "}{ $stroke } touches { $place }
knowledge-strokes-time = { $strokes } strokes, both sides, { $shapes } body shapes, in { $seconds } seconds.
knowledge-strokes-sketch = { $what } on a body of the shape “{ $shape }” (. body, / closed, o touched, X touched and closed):
knowledge-strokes-picture = The picture is in { $file }.
