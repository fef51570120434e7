account-page = Account
account-title = Your account
account-lead = You sign in as
account-name = Your name
account-name-needed = Give your name.
account-login = Sign-in name
account-login-new = Choose a sign-in name
account-login-new-hint = At least 3 characters, for example your mail address. Capital letters do not matter.
account-login-needed = Choose a sign-in name with at least 3 characters.
account-login-taken = Somebody else has this sign-in name. Choose another one.
account-password = Password
account-password-hint = Your present one, so that nobody who finds this page open can change it.
account-password-new = New password
account-password-new-hint = At least 15 characters. A few words in a row are easy to keep in mind. You may paste it.
account-password-wrong = This is not your password.
account-password-change = Change your password
account-password-save = Change it, and sign out everywhere else
password-short = Choose a password with at least 15 characters.
password-long = Choose a shorter password: 512 bytes at most.
password-login = Choose a password that does not hold your sign-in name.
password-same = Choose a password with more different characters.
account-code = Code
account-code-hint = Six digits from your app, or one of your recovery codes.
account-code-wrong = This code does not count now. Codes change every half minute, and each counts once.
account-wait = { $seconds ->
    [one] Too many tries from here. Wait one second.
   *[other] Too many tries from here. Wait { $seconds } seconds.
}
account-second = Second factor
account-second-on = It is set up.
account-second-off = It is not set up. With it, a password that somebody else learns opens nothing.
account-second-set = Set it up
account-second-change = Use another app or phone
account-codes-left = { $count ->
    [0] You have no recovery codes left.
    [one] You have one recovery code left.
   *[other] You have { $count } recovery codes left.
}
account-codes-new = New recovery codes
account-codes-make = Make new ones; the old ones end
account-sessions = Where you are signed in
account-session-here = Here
account-session-since = Signed in: { $when }
account-session-used = Last used: { $when }
account-session-end = End it
account-sessions-end = End all others
account-leave = Sign out
account-practices = Practices
account-bookings-hint = What is booked for you, and what was
account-practices-hint = Those that you belong to

sign-in-title = Sign in
sign-in-lead = Where people sign in, their answers are theirs: nobody sees them who was not let in.
sign-in-button = Sign in
sign-in-wrong = Sign-in name and password do not fit together.
sign-in-code-title = Your code
sign-in-code-lead = The password was right. Now the second factor.
sign-in-code-button = Sign in

setup-title = The first account
setup-lead = There is no account yet. You started the program, so you make the first one. It may open practices and owns those that are on this computer.
setup-button = Make it
invitation-title = An invitation
invitation-lead = You are invited.
invitation-to = You are invited to { $practice }, as:
invitation-second = After this you set up a second factor. Whoever works in a practice needs one.
invitation-button = Accept

second-title = Second factor
second-lead = An app on your phone shows a code of six digits. You need it beside your password.
second-needed = What you asked for needs a second factor.
second-known = You have one already. When you finish here, the old one and its recovery codes end.
second-app = Open an authenticator app. Any one that knows time codes will do.
second-scan = Let the app on your phone read this picture:
second-picture = The key as a picture for the camera of a phone. The same key stands below it in letters.
second-secret = Or add this key by hand, or open it on this device:
second-open = Open in the app
second-code = Type the code that the app shows now.
second-button = Set it up
second-later = Later
codes-title = Your recovery codes
codes-lead = Write these down, away from your phone. Each one signs you in once when you have no code. They are shown only now.
codes-done = I have written them down

passkeys-title = Passkeys
passkeys-lead = A passkey lies in your phone, your computer or a security key, and opens with your finger, your face or a PIN. It signs you in without a password, and no made-up page can ask it of you.
passkeys-count = { $count ->
    [0] You have none.
    [one] You have one.
   *[other] You have { $count }.
}
passkeys-door = Your passkeys
passkeys-none = You have none yet. Password and code stay as the other way in, also once you have one.
passkeys-many = You have { $count } passkeys already. Remove one first.
passkeys-no-name = Passkeys are bound to a name, and this place is reached by a number. Whoever runs it can give it a name.
passkeys-notes = What happened to your passkeys
passkey-add = Add a passkey
passkey-name = What you call it
passkey-name-hint = For example “My phone”, so that you know which one to remove when you lose it.
passkey-name-needed = Give it a name.
passkey-add-button = Go on
passkey-make-title = Add a passkey
passkey-make-lead = Your browser asks for your finger, your face or a PIN. The passkey is called:
passkey-make-button = Make it
passkey-make-without = This needs script, and a browser that knows passkeys, over an encrypted connection. Without that, sign in with your password, and set up an authenticator app as a second factor.
passkey-make-not = Not now
passkey-use-button = Sign in with a passkey
passkey-use-without = With a passkey you can sign in where the browser knows them and runs scripts.
passkey-not-given = The browser gave no passkey. Try again, or sign in the other way.
passkey-wrong = This passkey does not open an account here. Sign in the other way, or use another one.
passkey-late = That took too long, or this page was used before. Try once more.
passkey-nobody = The passkey did not check that it is you. Use one with a finger, a face or a PIN.
passkey-elsewhere = This passkey was asked for by another place. Look at the address of this page before you try again.
passkey-doubled-in = This passkey was not accepted: it counts backwards, so there may be a copy of it. Sign in the other way and remove it.
passkey-doubled = It counts backwards, so there may be a copy of it. It opens nothing any more. Remove it.
passkey-known = This passkey is on your account already.
passkey-last = Whoever works in a practice needs two factors. Set up an authenticator app or another passkey before you remove this one.
passkey-added = Added: { $when }
passkey-unused = Not used yet
passkey-synced = Kept by your provider as well, so it outlives the device
passkey-bound = Lies in this one device alone
passkey-remove = Remove it
passkey-remove-button = Remove it, and sign out everywhere else
passkey-note = { $when }: “{ $name }” { $what }
passkey-note-added = was added
passkey-note-removed = was removed
passkey-note-doubled = was not accepted: it counted backwards

looks-title = Who looked
looks-lead = Every time somebody in a practice saw what you shared, and why it was opened where a reason was needed.
looks-none = Nobody yet.
looks-new = { $count ->
    [one] One that you have not read
   *[other] { $count } that you have not read
}
looks-no-new = Nothing new
look-who = { $name }, { $practice }
look-brief = Saw what you let the therapist know for a session.
look-glass = Opened what you had let another therapist know.
look-note = Saw notes of a session.
look-reason = The reason that was given:

refused-sign-in-title = Sign in first
refused-sign-in = You were signed out, after half an hour without a click or after twelve hours. Sign in in another window and come back here: then what you typed can be sent.
refused-role-title = This is for others
refused-role = Your role in this practice does not have this. Ask its owner.

role-client = Client
role-therapist = Therapist: sees what clients share for their own sessions
role-front-desk = Front desk: sees times and names, never answers
role-owner = Owner: therapists, services, rules, people
role-auditor = Auditor: sees who did and saw what

people-title = People
people-hint = Who belongs here, and invitations
people-name = Name
people-name-needed = Give a name.
people-roles = What they are here
people-role-needed = Choose at least one.
people-therapist = Which therapist they are
people-therapist-none = None
people-therapist-needed = Choose which therapist it is if, and only if, somebody is invited as a therapist.
people-invite = Invite somebody
people-invite-button = Make an invitation
people-invited = Invited until { $when }
people-link = The invitation
people-link-lead = Give this link to them alone. It is shown only now, counts once, and ends after a week.
people-remove = Take out
people-gone = They are not here any more.
people-last-owner = A practice keeps at least one owner.
notice-practice = Your answers stay on the computer of your practice, encrypted with a key of your own. A therapist sees what you choose to share, and you can read who looked.
practice-none-yours = You do not belong to a practice yet.
practice-accounts = Everybody here signs in, and sees what their role needs. What a client shares is for the therapist of that session. Who saw it is noted, and the client can read that.

audit-title = Audit
audit-hint = Who did and saw what
audit-none = Nothing yet.
audit-time = Time
audit-what = What
audit-who = Who
audit-about = About
audit-session = Session
audit-mark = Notes, fingerprint
audit-no-reason = No reason was asked for.
audit-newer = Newer notes
audit-older = Older notes
audit-begin = Began a session
audit-done = Ended a session
audit-not-done = Put right: a session is not over yet
audit-not-begun = Put right: a session did not take place
audit-brought = Brought a clinic's record in, with the client
audit-agreement = Entered a clinician's agreement
audit-away = Noted that somebody is away
audit-holidays = Changed on which holidays the practice is closed
audit-back = Noted that somebody is back
audit-offer = Offered something else in place of a session
audit-late = Marked somebody as late
audit-no-show = Marked that somebody did not come
audit-call-off = Called a session off
audit-brief = Saw what a client shared for a session
audit-glass = Opened what a client shared with another therapist
audit-invite = Invited somebody
audit-remove = Took somebody out
audit-note = Saw notes of a session
audit-card-followed = A clinical system says that a card was followed
audit-card-overridden = A clinical system says that a card was not followed
audit-other = Something that this version does not know

open-link = Open what this client shared with another therapist
open-title = For a reason only
open-lead = This was shared with another therapist. Open it only when you stand in for them, or in an emergency. It is noted, and the client can read who, when and why.
open-reason = Reason
open-reason-hint = The client will read it.
open-reason-needed = Give a reason of at least { $count } characters.
open-button = Note it and open
open-noted = It is noted, and the client can read it.
open-on = Shared for { $date }

audit-held = Asked before a session: the client feels otherwise than when answering, so it is held
audit-review-answered = Answered a client's review
audit-review-hidden = Took the words of a client's review down, for a reason that stands in their place
audit-refused = Asked before a session: the client did not agree, or was not sure
audit-sign = Signed notes of a session (with their fingerprint)
three-yes = Yes
three-no = No
three-unknown = Not sure
brief-work = { $technique }: { $places }, { $pressure } at most
soap-write = Write the notes
soap-read = { $count ->
    [one] The notes
   *[other] The notes, { $count } of them
}
soap-title = Notes of a session
soap-new = Notes
soap-add = Add something
soap-locked = What is signed cannot be changed. What is missing or wrong is added below it.
soap-subjective = What the client said
soap-subjective-hint = Filled in from what they shared. Change it to what they said.
soap-objective = What you found
soap-objective-hint = What you saw and felt under your hands.
soap-assessment = What you make of it
soap-assessment-hint = No diagnosis: that is for a doctor.
soap-plan = What you did, and what is next
soap-plan-hint = Filled in from the plan. Change it to what you did.
soap-techniques = What you did
soap-pain = If the client said how much it hurts: 0 is no pain, 10 the worst they can imagine. This and what you did goes into the client's own record; what you wrote above does not.
soap-pain-before = Pain before, 0 to 10
soap-pain-after = Pain after, 0 to 10
soap-places = Body chart
soap-sign = Sign it
soap-signed = Signed { $when }
soap-empty = Write what you found, or what you make of it.
soap-not-begun = Notes belong to a session that was begun.
soap-opening = Asked { $when }: feels as when answering: { $well }. Agrees: { $consent } ({ $text }).
