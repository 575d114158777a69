# What the pages say. Every key is in nl, fr and en; a test compares them.

## The frame around every page
skip-to-content = Skip to content
menu = Menu
menu-home = Overview
menu-invoicing = Invoicing
menu-invoices = Invoices
menu-customers = Customers
menu-accounts = Ledger accounts
menu-journals = Journals
menu-accounting = Accounting
menu-management = Management
menu-locations = Location
menu-system = System
menu-options = Options
menu-installation = Link
language = Language
no-scripts = This version was built without scripts. Everything works; refresh a page to see the latest state.
link-connected = Connected to Exact Online
link-not-connected = Not connected to Exact Online
link-reconnect-needed = Exact Online must be connected again
trouble-locked = The data are not available for a moment.
trouble-locked-advice = Another program is using them, a backup for example. Wait a minute, go back and try again. If it goes on, tell your administrator.
trouble-full = There is no room left on the disk.
trouble-full-advice = Nothing can be saved, and nothing goes to Exact Online. Ask your administrator to make room on PlanManager’s server; everything then goes on by itself.
trouble-read-only = Nothing can be saved now.
trouble-read-only-advice = PlanManager’s data can only be read. Tell your administrator; once it is solved, everything goes on by itself.
trouble-moved = The file with the data was moved.
trouble-moved-advice = Nothing is saved and nothing goes to Exact Online. Tell your administrator: the file must be put back in its place, or PlanManager must be started again.
trouble-unreachable = The data cannot be reached.
trouble-unreachable-advice = The place where PlanManager keeps them does not answer. Try again in a minute. If it goes on, tell your administrator.
link-next-try = Next try: { $moment }.
notice-saved = Saved.
notice-accounts-importing = The accounts are being imported from Exact Online. Refresh this page in a moment.
notice-accounts-synchronising = The accounts are being linked to the chosen administration.
notice-journals-importing = The journals are being imported from Exact Online. Refresh this page in a moment.
notice-connected = Connected to Exact Online. Now choose an administration for each location.
notice-password-changed = Your password was changed.
notice-signed-out = You are signed out.
notice-continued = The link goes on. It first looks up what stands in Exact Online.
notice-copy = This is a copy. Its access to Exact Online has been erased.

## Words that many pages share
save = Save
cancel = Cancel
close = Close
choose = Choose
edit = Edit
search = Search
show = Show
filter = Filter
filter-clear = Clear filter
next-page = Next page
from = From
to = To
what = What
name = Name
number = Number
code = Code
address = Address
street = Street and number
street-2 = Address line 2
postcode = Postcode
city = Town
country = Country
email = E-mail
vat-number = VAT number
iban = IBAN
customer = Customer
invoice = Invoice
credit-note = Credit note
credit-note-short = CN
draft = Draft
location = Location
all-locations = All locations
journal = Journal
all-journals = All journals
administration = Administration
all-administrations = All administrations
administrations = Administrations
ledger-account = Ledger account
cost-centre = Cost centre
description = Description
invoice-date = Invoice date
invoice-date-from = Invoice date from
invoice-number = Invoice number
due-date = Due date
supply-date = Supply date
payment-reference = Payment reference
plate = Number plate
quantity = Quantity
price = Price
net = Net
vat = VAT
vat-on = on { $base }
total-excl = Total excl. VAT
total-incl = Total incl. VAT
prepaid = Already paid
prepaid-hint = is on the invoice, is not booked
state = State
all-states = All states
seller = Seller
file = File
files = Files
text-line = text line
bad-date = This is not a date. Type for example 24-11-2026.
bad-number = This is not a valid number.
from-after-to = The From date is later than the To date.
file-line = Line { $line } of the file: { $sentence }

## Where something is mended
mend-customer = Go to the customer
mend-invoice = Go to the invoice
mend-invoice-line = Go to the invoice line
mend-journal = Go to the journals
mend-account = Go to the ledger accounts
mend-location = Go to the location
mend-vat = Go to the VAT codes
mend-connection = Go to the link
mend-installation = To the link

## Signing in
sign-in = Sign in
sign-out = Sign out
login = User name
password = Password
sign-in-failed = The user name or password is not right.
password-change = Change password
password-one-time = You signed in with a one-time password. Choose a password of your own now.
password-present = Current password
password-wanted = New password
password-advice = At least { $least } characters. A short phrase of a few words is safe and easy to remember.
password-too-short = The new password must be at least { $least } characters long.
role-administrator = Administrator
role-bookkeeper = Bookkeeper
role-office = Office

## Overview
steps-title = Getting ready
step-done = done
step-package = Choose Exact Online as accounting package
step-connect = Connect to Exact Online
step-administrations = Choose an administration and a start date for each location
step-vat = Check the VAT codes
work-title = Work to do
work-none = Nothing is waiting.
to-accounting = Go to Accounting
to-home = Go to the overview
link-title = Link with Exact Online
link-none = There is no link with an accounting package yet.
exact-user = User in Exact
mirrored-at = Data fetched
last-run = Last export
run-none = Nothing has been exported yet.

## Which installation this is
alarm-decide = Decide what has to happen
alarm-see = See how far it is
installation-lead = A copy must not book together with its original. That is why PlanManager compares the database with the folder that it is in.
installation-in-order = Database and folder belong together. The link works.
installation-place = Computer and folder
installation-id = Mark
installation-since = So since
installation-differs = What differs
diff-database-replaced = The file of the database was replaced while the program was running.
diff-database-older = The database does not know what was done from this folder last. So it is older.
diff-folder-unknown = This folder was never used with this database before.
diff-database-unknown = This folder belongs to an installation, but the database knows of none. So it is from before.
diff-other-installation = The folder and the database belong to two different installations.
diff-not-accepted = This folder is not accepted for this database, or not any more.
diff-other-host = The folder was accepted as { $before } and is now on { $now }.
diff-folder-copied = The folder was copied or put back. It was accepted as { $before } and is now { $now }.
installation-decide = What is this?
continue-do = This one continues
continue-meaning = No other one is at work any more, or it will never be used again. The link first waits { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
  }, then looks up what stands in Exact Online already, and goes on after that. Until then nothing is sent and no invoice gets a number.
continue-numbers = Numbers that were given after the backup and never reached Exact Online cannot be found here. Look at the invoices that you sent for those.
copy-do = This is a copy
copy-meaning = It is there to try things out or to keep; the original goes on working. Its access to Exact Online is erased here. Nothing is sent from here any more and no invoice gets a number.
installation-not-allowed = Only an administrator decides about this.
installation-looks = Looked up in Exact Online
look-done = looked up on { $at }
look-waits = still to be looked up
look-consent = waits for a new consent of Exact Online: connect again under System, Options
look-numbers = { $count ->
    [one] One number of journal { $journal } stands in Exact Online and is not known here
   *[other] { $count } numbers of journal { $journal } stand in Exact Online and are not known here
  }: { $numbers }. The journal goes on with { $next }.

## States of a booking
state-ready = ready
state-queued = queued
state-sending = being sent
state-booked = booked
state-refused = refused
state-unknown = unknown
state-conflict = conflict
state-parked = waits for a solution
state-excluded = excluded
state-ready-meaning = May go to Exact Online.
state-queued-meaning = Chosen, waits for its turn.
state-sending-meaning = Is on its way to Exact Online.
state-booked-meaning = Is in Exact Online.
state-refused-meaning = Is certainly not booked; solve the reason and export again.
state-unknown-meaning = Exact Online did not answer. PlanManager first looks whether the invoice is there.
state-conflict-meaning = Exact Online holds something else under this number.
state-parked-meaning = Waits until the cause of another refusal is solved.
state-excluded-meaning = Somebody decided not to export this invoice.

## Invoices
number-or-customer = Number or customer
invoices-none = There are no invoices yet. Import some to begin.
invoices-none-in-filter = No invoices within this filter.
printed-content = What the invoice says
booking = Booking in Exact Online
attempt-sent = Sent to Exact Online
attempt-answer = Answer: { $outcome }
attempt-done = booked
attempt-refused = refused
attempt-not-sent = not sent
attempt-unknown = no answer
attempt-open = waiting for the answer
attempts = Attempt
corrects = Corrects
corrected-by = Corrected by
entry-number = Entry number
history = History
lines-and-coding = Invoice lines and accounts
save-coding = Save accounts
coding-hint = What the invoice says stays as it is; only the accounts change.
account-of-line = Ledger account of line { $line }
cost-centre-of-line = Cost centre of line { $line }
account-missing = Account missing

## Importing files
import-files = Import invoices
import-lead = Import UBL files (xml). You first see what they hold; nothing is stored yet.
import-journal-hint = Imported invoices keep their own number. That is why only a journal marked “numbered elsewhere” can be chosen.
import-no-journal = No journal is marked “numbered elsewhere”.
import-no-journal-fix = Put that mark on the journal that the invoices go to.
import-no-files = Choose at least one file.
import-too-many = Choose at most { $most } files at once.
import-choose-location = Choose a location and a journal.
account-for-all = Ledger account for all lines
account-per-line = Choose per line
files-hint = At most { $files } files of { $megabytes } MB each.
import-look = Look
import-preview = Check and take over
import-into = Into location { $location }, journal { $journal }.
import-foreign-seller = The seller in this file is { $seller }, not this location. I confirm that this is a sales invoice of this location all the same.
import-new-customer = new customer
import-known-customer = customer { $number }
import-which-customer = Which customer is { $buyer }?
import-choose-customer = Choose the customer
import-lines-hidden = These files have too many lines to choose for each here. The account for all lines holds, else the remembered one; what is then still missing is chosen on the invoice.
import-do = Take over
import-other = Other files
import-result = Result
file-imported = imported
file-already = imported before
file-refused = refused
note-prepaid = Already paid: { $amount }. This is kept, not booked.

## Customers
customer-number = Customer number
customer-new = New customer
customer-search = Number, name, town or VAT number
customer-invoices = Invoices of this customer
customer-known-as = Files also call this customer:
customer-in-exact = As Exact Online has it: { $administration }
customer-linked = Linked to relation { $number } ({ $name }).
customer-relation-lost = The relation of this customer was deleted or merged there.
customer-alike = This may be the same customer:
customer-here = Here
customer-is-same = That is this customer
customer-is-other = None of these: it is another customer
customer-linked-elsewhere = is another customer already
customer-answer-hint = If it is the same, name and address must be equal in both programs. If it is another, the next export makes him under his own number.
customer-answer-right = Only the bookkeeper or the administrator can say this.
customers-none = There are no customers yet.
customers-none-found = No customer found.
address-incomplete = Address incomplete
endpoint = Peppol address

## Ledger accounts
account-number = Number
account-cost-centre = Analytical
account-name = Name
account-description = Description
account-new = New account
account-edit = Edit account
account-hint = Make a new revenue account in Exact Online first, then import it. Make any other account here, with the same number as in Exact.
account-search = Number or name
accounts-none = No accounts found.
import-from-exact = Import from Exact

## Journals
journals-none = There are no journals yet.
journal-kind = Type in Exact
journal-unknown = not known yet
journal-sales = sales
journal-purchase = purchase
journal-bank = bank
journal-cash = cash
journal-general = general
journal-other = other
marks = Marks
mark-internal = Internal
mark-internal-hint = This journal is not exported.
mark-credit-notes = Credit notes
mark-credit-notes-hint = This journal is for credit notes.
mark-numbered-elsewhere = Numbered elsewhere
mark-numbered-elsewhere-hint = The invoices get their number in another program, for example when UBL is imported.
number-prefix = Start of the invoice number
number-prefix-hint = The word year in braces becomes the year, followed by a sequence number of six digits.
barred-internal = Internal: is not exported
barred-not-sales = Not a sales journal in Exact
barred-no-administration = Belongs to no administration yet

## Accounting: the export
select-all = Select all
preview-title = What leaves
preview-refresh = Count again
customers-word =
    { $count ->
        [one] customer
       *[other] customers
    }
invoices-word =
    { $count ->
        [one] invoice
       *[other] invoices
    }
preview-credit-notes =
    { $count ->
        [one] Of which { $count } credit note.
       *[other] Of which { $count } credit notes.
    }
preview-all-leave = Everything can leave.
preview-held =
    { $count ->
        [one] { $count } invoice stays here:
       *[other] { $count } invoices stay here:
    }
preview-booked = Booked already: { $count }
preview-under-way = Under way: { $count }
preview-set-aside = Conflict or excluded: { $count }
preview-example = for example
preview-nothing = Nothing is left to go.
choose-journal = Tick at least one journal.
export-title = Export to Exact Online
export-both = Export customers & invoices
export-customers = Export customers
export-invoices = Export invoices
export-accounts = Export accounts
export-not-allowed = You may look at the filter but not export. Ask your bookkeeper or administrator.
synchronise-accounts = Synchronise accounts
synchronise-lead = To which administration should all accounts be linked? This is needed only once per administration.
synchronise-none = No location has an administration yet. Choose one at the location first.
synchronise-do = Link accounts

## Runs
runs-title = Past exports
runs-all = All exports
run-started = Started
run-ended = Finished
run-parts = Task
run-filter = Filter
run-who = By
run-outcome = Result
run-outcome-text = { $done } in order, { $refused } refused, { $open } under way
run-busy = Running
run-finished = Finished
run-done-of = { $done } of { $all }
run-progress = Progress of the export
run-broken-off = Interrupted: not everything was taken.
run-may-leave = You may leave this page: the export goes on.
run-again = Same filter in Accounting
run-nothing = There was nothing to export.
outcome-waiting = waiting
outcome-booked = booked
outcome-adopted = already in Exact
outcome-created = created
outcome-linked = linked
outcome-refused = refused
outcome-unknown = unknown
outcome-conflict = conflict
outcome-parked = waits for a solution

## Locations
location-new = New location
location-name = Name
locations-none = There are no locations yet.
legal-name = Name of the company
enterprise-number = Enterprise number
exact-administrations = Exact Online administrations
administration-none = No administration
start-date = Start date
start-date-hint = Invoices older than the start date are never exported. The start date holds for the whole administration.
location-connect-first = Connect to Exact Online first, under System, Options; then choose an administration here.

## Options
package-title = Accounting
package = Accounting package
package-none = None
connect = Connect to Exact Online
connect-again = Connect again
connect-hint = You sign in at Exact Online and give your consent there. Preferably use a user that serves this link only.
connect-not-allowed = Only an administrator connects to Exact Online.
administration-unused = not in use
vat-filed-up-to = VAT filed up to
may-create-accounts = Accounts may be created in Exact
may-create-accounts-hint = Unticked, exporting accounts only shows what is missing.
vat-title = VAT codes
vat-lead = Choose the VAT code of Exact Online for each regime and rate. Only rates above 0% are proposed; the rest is for you to choose.
vat-none = No invoices need a VAT code yet.
vat-regime = VAT regime
vat-rate = Rate
vat-code = VAT code in Exact
vat-proposed = proposal, still to be saved
vat-missing = To be chosen
vat-inherited = as every journal ({ $code })
vat-reversed = reverse charge
vat-listing = EU listing: { $listing }
listing-none = none
listing-goods = goods
listing-services = services
listing-triangular = triangular trade
regime-standard = Ordinary rate
regime-zero = Zero rate
regime-exempt = Exempt
regime-intra-community-service = Services within the EU
regime-intra-community-goods = Goods within the EU
regime-export = Export outside the EU
regime-co-contractor = Co-contractor
regime-margin = Margin scheme
regime-disbursement = Disbursement
regime-out-of-scope = Outside the scope of VAT

## Instead of a page
error-denied = You are not allowed to do this
error-denied-advice = Ask your administrator if you need this for your work.
error-not-found = Not found
error-not-found-advice = This page does not exist, or what you look for is gone.
error-changed = Somebody else was first
error-changed-advice = This was changed meanwhile. Go back, load the page again and make your change once more.
error-bad-form = This cannot be read
error-bad-form-advice = What was sent is incomplete or damaged. Go back and try again.
error-too-large = Too large
error-too-large-advice = What you sent is larger than we accept. Send fewer or smaller files at once.
error-foreign = This request came from another website
error-foreign-advice = To protect you it was not carried out. Open PlanManager and try there.
error-busy = It is too busy just now
error-busy-advice = Too many people ask for the same at once, and nothing was done. Wait a few seconds, go back and try again.
error-late = This takes too long
error-late-advice = The answer did not come. See first whether it was done all the same; if not, try again in a minute.
error-refused = This cannot be done like this
error-refused-advice = Solve what is said above and try again.
error-broken = Something went wrong on our side
error-broken-advice = Your data are safe. Try again in a few minutes. If it keeps failing, give this number to the help desk.
error-reference = Number:
