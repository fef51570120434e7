# A therapist's own calendar.
busy-title = Your own calendar
busy-lead = When your calendar keeps you busy nobody can book you. Only the times are kept: no title, no place, no guest. What stands there as free, all-day notices that calendars mark as free among it, keeps you free.
busy-known = What is read
busy-none = No calendar is read.
busy-read =
    { $count ->
        [0] Read { $when }: nothing keeps you busy in the next 13 months.
        [one] Read { $when }: one time keeps you busy in the next 13 months.
       *[other] Read { $when }: { $count } times keep you busy in the next 13 months.
    }
busy-from = It is read again every hour, from { $host }.
busy-not-now = The last time it could not be read; the times from before still count.
busy-meets =
    { $count ->
        [one] One session is booked in such a time. It stays booked.
       *[other] { $count } sessions are booked in such times. They stay booked.
    }
busy-off = Read it no more, and forget its times
busy-by-url = From an address
busy-url = Its secret address
busy-url-hint = In Google Calendar: settings of the calendar, “Secret address in iCal format”. In Outlook: “Shared calendars”, publish, ICS. In iCloud: “Public calendar”. It begins with https:// or webcal://, and whoever has it can read all of your calendar.
busy-read-url = Read it every hour
busy-by-file = From a file
busy-file = A calendar file (.ics)
busy-file-hint = At most { $megabytes } MB. It takes the place of what was read before.
busy-read-file = Read this file
busy-no-file = Choose a file first.
busy-failed-none = That is no calendar file (iCalendar, .ics). Export it again, or look whether the address is the one for programs and not the page that people see.
busy-failed-cut-off = The calendar breaks off before its end. Export it again.
busy-failed-large = There is too much in this calendar: it is longer than 8 MB, or repeats more than can be looked at. Export a single calendar, or fewer years.
busy-failed-address = Give an address that begins with https:// or webcal://.
busy-failed-private = That address lies in a private network. Whoever runs this program can allow it (--reach).
busy-failed-away = Nobody gives a calendar at that address. Look whether it is whole and still shared; one that leads on to another address is not followed.
busy-left-rule =
    { $count ->
        [one] One entry repeats in a way that is not read here; only its first time counts. Put it in by hand as time away.
       *[other] { $count } entries repeat in ways that are not read here; only their first time counts. Put them in by hand as time away.
    }
busy-left-time =
    { $count ->
        [one] One entry has no time that can be read. It does not count.
       *[other] { $count } entries have no time that can be read. They do not count.
    }
busy-left-backwards =
    { $count ->
        [one] One entry ends before it begins. It does not count.
       *[other] { $count } entries end before they begin. They do not count.
    }
busy-left-zone =
    { $count ->
        [one] One time names a time zone that is not known here. It is read on the practice's clock.
       *[other] { $count } times name time zones that are not known here. They are read on the practice's clock.
    }
