# Mail to clients. Nothing clinical stands in it, and nothing that lets guess at it: a mail is read over shoulders.

mail-from = Appointments

mail-booked-subject = Your appointment on { $when }
mail-booked-text = Your appointment at { $practice }:
mail-booked-next = To change or cancel it, sign in: { $link }
mail-booked-next-here = To change or cancel it, let us know.

mail-moved-subject = Your appointment was moved to { $when }
mail-moved-text = Your appointment at { $practice } was moved. It is now:
mail-moved-next = To change or cancel it, sign in: { $link }
mail-moved-next-here = To change or cancel it, let us know.

mail-cancelled-subject = Your appointment on { $when } was cancelled
mail-cancelled-text = Your appointment at { $practice } was cancelled. It does not take place:
mail-cancelled-next = For another one, sign in: { $link }
mail-cancelled-next-here = For another one, let us know.

mail-offered-subject = Another time is offered for your appointment: { $when }
mail-offered-text = Your appointment at { $practice } cannot be as it was booked. This is offered instead:
mail-offered-next = Please say whether that suits you; until then it costs nothing. Sign in: { $link }
mail-offered-next-here = Please say whether that suits you; until then it costs nothing.

mail-waits-subject = Your appointment on { $when } is waiting for you
mail-waits-text = Your appointment at { $practice } cannot begin as things are, until you have signed in:
mail-waits-next = Sign in to see what is left to do: { $link }
mail-waits-next-here = Please look at your appointments to see what is left to do.

mail-reminder-subject = Reminder: your appointment on { $when }
mail-reminder-text = A reminder of your appointment at { $practice }:
mail-reminder-next = Please sign in on the day before you come, to see what is left to do: { $link }
mail-reminder-next-here = Please look at your appointments on the day before you come, to see what is left to do.

mail-free-subject = A time is free: { $when }
mail-free-text = You wait for an appointment at { $practice }. This time is held for you:
mail-free-until = Until { $when }; then it goes to whoever is next.
mail-free-next = To take it or let it go, sign in: { $link }
mail-free-next-here = To take it or let it go, look at your appointments.

mail-off = You get this because you gave this address. To change it or get no more mail: { $link }
    Answers to this mail are not read.
mail-off-here = You get this because you gave this address. You can change it, or get no more mail, where you gave it.
    Answers to this mail are not read.

mail-code-subject = Your code
mail-code-text = Somebody wants to get mail about appointments at this address. If that was you, type this code where you gave the address:
mail-code-next = If it was not you, do nothing: nothing else will be sent.

mail-account-subject = How you sign in was changed
mail-account-text = A passkey was added to your account, removed from it, or not accepted because it may have been copied. If that was you, there is nothing to do.
mail-account-next = If it was not you, sign in, look at your passkeys and change your password: { $link }

# The client's own page.
mail-page = Mail
mail-title = Mail about your appointments
mail-lead = What becomes of your appointments, and a reminder before each, can come by mail.
mail-says-neutral = The practice, the day, the time and the place stand there, and nothing about you or your health.
mail-says-night = Nothing is sent at night.
mail-says-yours = Only you can give the address, change it or take it back. The practice does not see it.
mail-none = You get no mail.
mail-sure = Mail goes to:
mail-open = A code was sent to this address. Mail goes there once you have typed it here:
mail-address = Your mail address
mail-address-hint = A code is sent there first, so that mail does not go to somebody else.
mail-address-wrong = Give an address like name@example.org.
mail-give = Send me a code
mail-code = The code from the mail
mail-code-wrong = This code is not right, or it has run out. Have another one sent to you.
mail-confirm = That is the code
mail-withdraw = No mail: forget my address
mail-change = Another address
mail-door = By mail

# The practice's page.
mails-title = Mail to clients
mails-hint = What is still to be sent, and what could not be delivered
mails-lead = Clients give their mail address themselves, and you do not see it. Who gets no mail is told by you.
mails-failed = Could not be delivered
mails-failed-none = Everything that was to be sent could be delivered.
mails-failed-refused = The address was refused. Tell them yourself.
mails-failed-unreachable = Tried for two days and given up. Tell them yourself.
mails-failed-late = The appointment came before the morning on which it could have been sent. Tell them yourself.
mails-waits = To be sent
mails-waits-none = Nothing waits.
mails-change = What became of the appointment
mails-reminder = The reminder
mails-offer = A time that is held for them
mails-due = To be sent from { $when } on
mails-again = Not delivered yet, tried again from { $when } on
mails-no-address = gets no mail
mails-of = Appointment of { $client }: { $when }
mails-more = { $count ->
    [one] 1 more waits.
   *[other] { $count } more wait.
}
practice-mail-address = Where the practice is, for mail to clients
practice-mail-address-hint = Street and town, as it may stand in a mail. Leave it empty for none.
practice-reminder = A reminder by mail so many hours before an appointment
practice-reminder-hint = 0 for none. Nothing is sent between 21:00 and 8:00.
practice-offer-held = For how many minutes a free time is held for somebody who waits
practice-offer-held-hint = 15 to 1440. Then it goes to the next. The night does not count.
