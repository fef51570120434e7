trouble-page = Something went wrong
trouble-kept-title = Your answers are still here
trouble-kept = What you have typed is in this page and has not been saved yet. Send it again.
trouble-send-again = Send them again
trouble-full-title = The disk is full
trouble-full = The answers could not be saved. Free some space on the disk, then send them again.
trouble-store-title = The answers could not be saved
trouble-store = The file with the records could not be written. Check that the disk is there and not write-protected, then send them again.
trouble-witness-title = Nothing was destroyed
trouble-witness = The file that remembers who was destroyed (the witness) cannot be written. Without it, an older copy would bring the record back. Make room on its disk, or put it in again, then send this again.
trouble-away-title = The database server does not answer
trouble-away = Nothing is lost. Wait a moment, then send it again.
trouble-rekeyed-title = The key was changed
trouble-rekeyed = The key was changed while Supple ran, so nothing more is written. Start Supple again, then send it again.
trouble-read-title = The record could not be read
trouble-read = The file with the records could not be read. Nothing was changed. Check that the disk is there, then load the page again.
trouble-broken-title = This record is damaged
trouble-broken = Part of the record was changed or is missing, so we do not use it. Nothing was deleted. Restore the file from a backup.
trouble-lost = The program was started anew, or this page was open for a long time. Choose whose record it is once more.
trouble-lost-kept = Nothing is lost: what you typed is kept in this page. The program was started anew, or the page was open for a long time. Choose whose record it is, then send it again.
trouble-not-found-title = There is no such page
trouble-not-found = The address may be mistyped. Nothing is lost.
trouble-token-title = This form is too old
trouble-token = For your protection a form is taken only from the page that showed it. Send it once more from here.
trouble-host = Supple answers only on this computer. Open it with the address that it printed when it started.
trouble-cut-title = That did not arrive whole
trouble-cut = The connection broke off, or was too slow, before everything had come. Nothing of it was kept. Go back and send it again: what you typed is still in the form.
trouble-large-title = That is too much text
trouble-large = A form may hold at most { $kilobytes } kilobytes. Go back and shorten it; nothing is lost in the form.
trouble-form-title = The form could not be read
trouble-form = Something in it is not text as we know it. Go back and send it again.
trouble-method-title = That does not work here
trouble-method = This address takes no such request.

form-name-blank = Enter a name or nickname.
form-name-long = Please choose a shorter name.
form-person = Choose a person, or somebody new.
form-pin-length = A PIN needs at least 4 characters.
form-pin-needed = Enter the PIN of this record.
form-pin-wrong =
    { $tries ->
        [0] This PIN is not right.
        [one] This PIN is not right. One more try, then there is a pause.
       *[other] This PIN is not right. { $tries } more tries, then there is a pause.
    }
form-pin-wait =
    { $seconds ->
        [one] Please wait 1 second, then try again.
       *[other] Please wait { $seconds } seconds, then try again.
    }
form-proxy-name = Enter your own name.
form-country = Choose a country from the list.
