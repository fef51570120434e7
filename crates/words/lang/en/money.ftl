# Packages, payments and receipts.
money-title = Money
money-hint = What is open, packages, payments and receipts
money-open = Not paid yet
money-open-none = Nothing is open.
money-open-total =
    { $count ->
        [one] One is open: { $total }
       *[other] { $count } are open, together { $total }
    }
money-amount = Amount
money-amount-wrong = Give an amount like 60.00, more than nothing.
money-how = How
money-how-needed = Say how it was paid.
money-cash = in cash
money-card = by card, at a terminal elsewhere
money-transfer = to the account
money-pay = Note as paid
money-part =
    { $percent ->
       *[other] { $percent } % of the price
    }
money-session = { $service } with { $therapist }, { $when }
money-gone = somebody whose record was destroyed
money-sell-title = Sell a package
money-sell = Sell it
money-sell-hint = Its price then stands under "Not paid yet". Sessions that took place and are not paid are taken from it at once.
money-client = To whom
money-package = Package
money-package-line =
    { $count ->
        [one] { $name }: 1 time { $service }, { $price }, good for { $days } days
       *[other] { $name }: { $count } times { $service }, { $price }, good for { $days } days
    }
money-sales = Packages that were sold
money-sale =
    { $left ->
        [one] { $name }: 1 of { $of } sessions is left, good before { $until }
       *[other] { $name }: { $left } of { $of } sessions are left, good before { $until }
    }
money-sale-expired =
    { $expired ->
        [one] { $name }: over since { $until }; 1 of { $of } sessions ran out
       *[other] { $name }: over since { $until }; { $expired } of { $of } sessions ran out
    }
money-unsold = Sold by mistake
money-unsold-do = Take it back
money-reason = Why
money-reason-needed = Say why.
money-receipts = Receipts
money-receipts-none = There is no receipt yet.
money-back = Paid back, or noted by mistake
money-back-do = Enter that it was paid back
money-rules = How it is counted
money-rule-owed = A session that took place costs its price. One that was missed, or cancelled late, costs the part of the price that was shown when it was booked.
money-rule-package = What costs its whole price is taken from a package where there is one for it that is good on that day, the one that runs out first. A part of a price is paid.
money-rule-back = If it turns out that a session did not take place, it goes back into its package.
money-rule-fix = Nothing that was entered is ever changed: what was wrong is put right by another entry, with its reason and a receipt of its own.
money-rule-card = No card is charged here. What another till took is noted.
money-not-no-such = That is not there any more, or costs nothing by now. Look at the list again.
money-not-nothing-left = No session is left in this package.
money-not-settled = That is paid already.
money-not-undone = That was paid back already.
money-not-amount = That is more than is open.
money-not-other-package = This package is for something else.
money-not-in-use = Something of it was used or paid. Pay that back first.
money-list = Price list
money-list-none = Nothing has a price yet. Services get theirs where they are added.
money-currency = Money
money-currency-hint = The code of the currency in three letters, for example USD or EUR.
money-currency-keep = Keep
money-currency-choose = Choose the currency
money-currency-wrong = Give three letters, for example USD.
money-currency-first = First say on the price list which money you take.
money-currency-fixed = Prices or entries are in another money already, so it stays as it is.
money-package-add = Put a package on the list
money-package-name = Name of the package
money-package-name-needed = Give the package a name.
money-package-of-needed = Choose a service.
money-package-sessions = Number of sessions
money-package-price = Price of all together
money-package-days = Good for so many days
money-package-days-hint = From the day of the sale on, up to 3650. The law of your place may ask for more than you would.
money-package-off = Take off the list
money-package-off-hint = What was sold stays good.
money-month = Month
money-month-of = { $month } { $year }
money-month-before = The month before
money-month-after = The month after
money-taken = Taken in
money-sold =
    { $count ->
        [0] No package was sold.
        [one] 1 package was sold, for { $price }.
       *[other] { $count } packages were sold, for { $price }.
    }
money-csv = The receipts as a table (CSV)
money-csv-hint = It holds clients' names: keep it where nobody else reads it.
money-therapists = Hours
money-counted = Sessions: { $done }. Did not come: { $missed }. Called off late: { $late }.
money-hours = { $given } hours of massage in { $open } hours of work: { $percent } %
money-no-hours = No hours of work in this month.
money-hours-how = Hours of work as they stand now, without breaks and times away. Massage as long as it was; preparing and cleaning are not in it.
receipt-page = Receipt
receipt-title = Receipt { $number }
receipt-on = Day
receipt-for = Client
receipt-what = What
receipt-back = Paid back:
receipt-tax = No tax is computed here. Ask whoever does your books whether a receipt needs more where you are.
packages-page = Packages and receipts
packages-title = My packages and receipts
packages-lead = What you have bought, what is left of it, and what you paid. Others do not see it.
packages-yours = Your packages
packages-nothing-open = Nothing is open.
