# Wat de pagina’s zeggen. Elke sleutel staat in nl, fr en en; een test vergelijkt ze.

## The frame around every page
skip-to-content = Naar de inhoud
menu = Menu
menu-home = Overzicht
menu-invoicing = Facturatie
menu-invoices = Facturen
menu-customers = Klanten
menu-accounts = Algemene rekeningen
menu-journals = Journalen
menu-accounting = Boekhouding
menu-management = Beheer
menu-locations = Locatie
menu-system = Systeem
menu-options = Opties
menu-installation = Koppeling
language = Taal
no-scripts = Deze versie werd gebouwd zonder scripts. Alles werkt; ververs een pagina om de nieuwste stand te zien.
link-connected = Verbonden met Exact Online
link-not-connected = Niet verbonden met Exact Online
link-reconnect-needed = Opnieuw verbinden met Exact Online nodig
trouble-locked = De gegevens zijn even niet beschikbaar.
trouble-locked-advice = Ze worden gebruikt door een ander programma, een reservekopie bijvoorbeeld. Wacht een minuut, ga terug en probeer het opnieuw. Blijft het duren, verwittig dan uw beheerder.
trouble-full = Er is geen plaats meer op de schijf.
trouble-full-advice = Er kan niets bewaard worden, en er gaat niets naar Exact Online. Vraag uw beheerder om plaats te maken op de server van PlanManager; daarna gaat alles vanzelf verder.
trouble-read-only = Er kan nu niets bewaard worden.
trouble-read-only-advice = De gegevens van PlanManager kunnen alleen gelezen worden. Verwittig uw beheerder; zodra het opgelost is, gaat alles vanzelf verder.
trouble-moved = Het bestand met de gegevens werd verplaatst.
trouble-moved-advice = Er wordt niets bewaard en er gaat niets naar Exact Online. Verwittig uw beheerder: het bestand moet terug op zijn plaats, of PlanManager moet opnieuw gestart worden.
trouble-unreachable = De gegevens zijn niet bereikbaar.
trouble-unreachable-advice = De plaats waar PlanManager ze bewaart, antwoordt niet. Probeer het over een minuut opnieuw. Blijft het duren, verwittig dan uw beheerder.
link-next-try = Nieuwe poging: { $moment }.
notice-saved = Bewaard.
notice-accounts-importing = De rekeningen worden opgehaald uit Exact Online. Ververs deze pagina over enkele ogenblikken.
notice-accounts-synchronising = De rekeningen worden gekoppeld aan de gekozen administratie.
notice-journals-importing = De journalen worden opgehaald uit Exact Online. Ververs deze pagina over enkele ogenblikken.
notice-connected = Verbonden met Exact Online. Kies nu per locatie een administratie.
notice-password-changed = Uw wachtwoord is gewijzigd.
notice-signed-out = U bent afgemeld.
notice-continued = De koppeling gaat verder. Ze kijkt eerst na wat er in Exact Online staat.
notice-copy = Dit is een kopie. De toegang tot Exact Online is hier gewist.

## Words that many pages share
save = Bewaren
cancel = Annuleren
close = Sluiten
choose = Kiezen
edit = Wijzigen
search = Zoeken
show = Tonen
filter = Filteren
filter-clear = Filter wissen
next-page = Volgende pagina
from = Van
to = Tot
what = Wat
name = Naam
number = Nummer
code = Code
address = Adres
street = Straat en huisnummer
street-2 = Adresregel 2
postcode = Postcode
city = Plaats
country = Land
email = E-mail
vat-number = Btw-nummer
iban = IBAN
customer = Klant
invoice = Factuur
credit-note = Creditnota
credit-note-short = CN
draft = Ontwerp
location = Locatie
all-locations = Alle locaties
journal = Journaal
all-journals = Alle journalen
administration = Administratie
all-administrations = Alle administraties
administrations = Administraties
ledger-account = Algemene rekening
cost-centre = Analytisch
description = Omschrijving
invoice-date = Factuurdatum
invoice-date-from = Factuurdatum van
invoice-number = Factuurnummer
due-date = Vervaldatum
supply-date = Leveringsdatum
payment-reference = Mededeling
plate = Nummerplaat
quantity = Aantal
price = Prijs
net = Netto
vat = Btw
vat-on = op { $base }
total-excl = Totaal excl. btw
total-incl = Totaal incl. btw
prepaid = Reeds betaald
prepaid-hint = staat op de factuur, wordt niet geboekt
state = Status
all-states = Alle statussen
seller = Verkoper
file = Bestand
files = Bestanden
text-line = tekstlijn
bad-date = Dit is geen datum. Typ bijvoorbeeld 24-11-2026.
bad-number = Dit is geen geldig nummer.
from-after-to = De datum Van ligt na de datum Tot.
file-line = Lijn { $line } van het bestand: { $sentence }

## Where something is mended
mend-customer = Naar de klant
mend-invoice = Naar de factuur
mend-invoice-line = Naar de factuurlijn
mend-journal = Naar de journalen
mend-account = Naar de algemene rekeningen
mend-location = Naar de locatie
mend-vat = Naar de btw-codes
mend-connection = Naar de koppeling
mend-installation = Naar de koppeling

## Signing in
sign-in = Aanmelden
sign-out = Afmelden
login = Gebruikersnaam
password = Wachtwoord
sign-in-failed = Gebruikersnaam of wachtwoord klopt niet.
password-change = Wachtwoord wijzigen
password-one-time = U bent aangemeld met een wachtwoord voor eenmalig gebruik. Kies nu een eigen wachtwoord.
password-present = Huidig wachtwoord
password-wanted = Nieuw wachtwoord
password-advice = Minstens { $least } tekens. Een zinnetje van enkele woorden is veilig en makkelijk te onthouden.
password-too-short = Het nieuwe wachtwoord moet minstens { $least } tekens lang zijn.
role-administrator = Beheerder
role-bookkeeper = Boekhouder
role-office = Kantoor

## Overview
steps-title = Klaarmaken voor gebruik
step-done = gedaan
step-package = Kies Exact Online als boekhoudpakket
step-connect = Verbind met Exact Online
step-administrations = Kies per locatie een administratie en een startdatum
step-vat = Controleer de btw-codes
work-title = Werk dat klaarligt
work-none = Er ligt geen werk klaar.
to-accounting = Naar Boekhouding
to-home = Naar het overzicht
link-title = Koppeling met Exact Online
link-none = Er is nog geen koppeling met een boekhoudpakket.
exact-user = Gebruiker in Exact
mirrored-at = Gegevens opgehaald
last-run = Laatste export
run-none = Er werd nog niets geëxporteerd.

## Which installation this is
alarm-decide = Beslis wat er moet gebeuren
alarm-see = Bekijk hoe ver het staat
installation-lead = Een kopie mag niet mee boeken met haar origineel. Daarom vergelijkt PlanManager de databank met de map waarin ze staat.
installation-in-order = Databank en map horen bij elkaar. De koppeling werkt.
installation-place = Computer en map
installation-id = Kenmerk
installation-since = Zo sinds
installation-differs = Wat er verschilt
diff-database-replaced = Het bestand van de databank werd vervangen terwijl het programma liep.
diff-database-older = De databank weet niet wat vanuit deze map het laatst werd gedaan. Ze is dus ouder.
diff-folder-unknown = Deze map werd nog nooit met deze databank gebruikt.
diff-database-unknown = Deze map hoort bij een installatie, maar de databank weet van geen installatie. Ze is dus van vroeger.
diff-other-installation = De map en de databank horen bij twee verschillende installaties.
diff-not-accepted = Deze map is niet of niet meer aanvaard voor deze databank.
diff-other-host = De map werd aanvaard als { $before } en staat nu op { $now }.
diff-folder-copied = De map werd gekopieerd of teruggezet. Ze werd aanvaard als { $before } en is nu { $now }.
installation-decide = Wat is dit?
continue-do = Dit is de voortzetting
continue-meaning = Er werkt geen andere meer, of ze wordt nooit meer gebruikt. De koppeling wacht eerst { $minutes ->
    [one] één minuut
   *[other] { $minutes } minuten
  }, kijkt dan in Exact Online na wat er al staat, en gaat daarna verder. Tot dan wordt niets verzonden en krijgt geen factuur een nummer.
continue-numbers = Nummers die na de reservekopie werden gegeven en nooit in Exact Online kwamen, kan niemand hier terugvinden. Kijk daarvoor uw verstuurde facturen na.
copy-do = Dit is een kopie
copy-meaning = Ze dient om te proberen of te bewaren; het origineel werkt verder. De toegang tot Exact Online wordt hier gewist. Hier wordt niets meer verzonden en krijgt geen factuur nog een nummer.
installation-not-allowed = Alleen een beheerder beslist hierover.
installation-looks = Nagekeken in Exact Online
look-done = nagekeken op { $at }
look-waits = nog na te kijken
look-consent = wacht op een nieuwe toestemming van Exact Online: verbind opnieuw bij Systeem, Opties
look-numbers = { $count ->
    [one] Eén nummer van journaal { $journal } staat in Exact Online en is hier niet bekend
   *[other] { $count } nummers van journaal { $journal } staan in Exact Online en zijn hier niet bekend
  }: { $numbers }. Het journaal gaat verder met { $next }.

## States of a booking
state-ready = klaar
state-queued = in wachtrij
state-sending = wordt verzonden
state-booked = geboekt
state-refused = geweigerd
state-unknown = onbekend
state-conflict = conflict
state-parked = wacht op oplossing
state-excluded = uitgesloten
state-ready-meaning = Mag naar Exact Online.
state-queued-meaning = Gekozen, wacht op haar beurt.
state-sending-meaning = Is onderweg naar Exact Online.
state-booked-meaning = Staat in Exact Online.
state-refused-meaning = Is zeker niet geboekt; los de reden op en exporteer opnieuw.
state-unknown-meaning = Het antwoord van Exact Online bleef uit. PlanManager zoekt eerst op of de factuur er staat.
state-conflict-meaning = In Exact Online staat iets anders onder dit nummer.
state-parked-meaning = Wacht tot de oorzaak van een andere weigering is opgelost.
state-excluded-meaning = Iemand besliste dat deze factuur niet wordt geëxporteerd.

## Invoices
number-or-customer = Nummer of klant
invoices-none = Er zijn nog geen facturen. Lees facturen in om te beginnen.
invoices-none-in-filter = Geen facturen binnen deze filter.
printed-content = Inhoud van de factuur
booking = Boeking in Exact Online
attempt-sent = Verzonden naar Exact Online
attempt-answer = Antwoord: { $outcome }
attempt-done = geboekt
attempt-refused = geweigerd
attempt-not-sent = niet verzonden
attempt-unknown = geen antwoord
attempt-open = wacht op antwoord
attempts = Poging
corrects = Verbetert
corrected-by = Verbeterd door
entry-number = Boekstuknummer
history = Verloop
lines-and-coding = Factuurlijnen en rekeningen
save-coding = Rekeningen bewaren
coding-hint = De inhoud van de factuur blijft ongewijzigd; alleen de rekeningen worden aangepast.
account-of-line = Algemene rekening van lijn { $line }
cost-centre-of-line = Analytisch van lijn { $line }
account-missing = Rekening ontbreekt

## Importing files
import-files = Facturen inlezen
import-lead = Lees UBL-bestanden in (xml). U ziet eerst wat erin staat; er wordt nog niets bewaard.
import-journal-hint = Ingelezen facturen houden hun eigen nummer. Daarom kunt u alleen een journaal kiezen met het kenmerk “elders genummerd”.
import-no-journal = Geen enkel journaal heeft het kenmerk “elders genummerd”.
import-no-journal-fix = Zet dat kenmerk bij het journaal waarin de facturen terechtkomen.
import-no-files = Kies minstens één bestand.
import-too-many = Kies hoogstens { $most } bestanden tegelijk.
import-choose-location = Kies een locatie en een journaal.
account-for-all = Algemene rekening voor alle lijnen
account-per-line = Per lijn kiezen
files-hint = Hoogstens { $files } bestanden van elk { $megabytes } MB.
import-look = Bekijken
import-preview = Nakijken en overnemen
import-into = Naar locatie { $location }, journaal { $journal }.
import-foreign-seller = De verkoper op dit bestand is { $seller }, niet deze locatie. Ik bevestig dat dit toch een verkoopfactuur van deze locatie is.
import-new-customer = nieuwe klant
import-known-customer = klant { $number }
import-which-customer = Welke klant is { $buyer }?
import-choose-customer = Kies de klant
import-lines-hidden = Deze bestanden hebben te veel lijnen om hier per lijn te kiezen. De rekening voor alle lijnen geldt, anders de onthouden; wat dan nog ontbreekt, kiest u op de factuur.
import-do = Overnemen
import-other = Andere bestanden
import-result = Resultaat
file-imported = ingelezen
file-already = was al ingelezen
file-refused = geweigerd
note-prepaid = Reeds betaald: { $amount }. Dit wordt bewaard, niet geboekt.

## Customers
customer-number = Klantnummer
customer-new = Nieuwe klant
customer-search = Nummer, naam, plaats of btw-nummer
customer-invoices = Facturen van deze klant
customer-known-as = Wordt in bestanden ook zo genoemd:
customer-in-exact = In Exact Online: { $administration }
customer-linked = Gekoppeld aan relatie { $number } ({ $name }).
customer-relation-lost = De relatie van deze klant werd daar verwijderd of samengevoegd.
customer-alike = Misschien is dit dezelfde klant:
customer-here = Hier
customer-is-same = Dat is deze klant
customer-is-other = Geen van deze: het is een andere klant
customer-linked-elsewhere = is al een andere klant
customer-answer-hint = Is het dezelfde, dan moeten naam en adres in beide programma’s gelijk zijn. Is het een andere, dan maakt de volgende export hem onder zijn eigen nummer aan.
customer-answer-right = Alleen de boekhouder of de beheerder kan dit zeggen.
customers-none = Er zijn nog geen klanten.
customers-none-found = Geen klant gevonden.
address-incomplete = Adres onvolledig
endpoint = Peppol-adres

## Ledger accounts
account-number = Nummer
account-cost-centre = Analytisch
account-name = Naam
account-description = Omschrijving
account-new = Nieuwe rekening
account-edit = Rekening wijzigen
account-hint = Maak een nieuwe omzetrekening eerst in Exact Online aan en haal ze daarna op. Een andere rekening maakt u hier aan met hetzelfde nummer als in Exact.
account-search = Nummer of naam
accounts-none = Geen rekeningen gevonden.
import-from-exact = Importeren vanuit Exact

## Journals
journals-none = Er zijn nog geen journalen.
journal-kind = Soort in Exact
journal-unknown = nog niet gekend
journal-sales = verkoop
journal-purchase = aankoop
journal-bank = bank
journal-cash = kas
journal-general = diversen
journal-other = ander
marks = Kenmerken
mark-internal = Intern
mark-internal-hint = Dit journaal wordt niet geëxporteerd.
mark-credit-notes = Creditnota’s
mark-credit-notes-hint = Dit journaal is bestemd voor creditnota’s.
mark-numbered-elsewhere = Elders genummerd
mark-numbered-elsewhere-hint = De facturen krijgen hun nummer in een ander programma, bijvoorbeeld bij het inlezen van UBL.
number-prefix = Begin van het factuurnummer
number-prefix-hint = Het woord year tussen accolades wordt het jaar, gevolgd door een volgnummer van zes cijfers.
barred-internal = Intern: wordt niet geëxporteerd
barred-not-sales = Geen verkoopjournaal in Exact
barred-no-administration = Hoort nog bij geen administratie

## Accounting: the export
select-all = Selecteer Alles
preview-title = Wat vertrekt
preview-refresh = Opnieuw tellen
customers-word =
    { $count ->
        [one] klant
       *[other] klanten
    }
invoices-word =
    { $count ->
        [one] factuur
       *[other] facturen
    }
preview-credit-notes =
    { $count ->
        [one] Waarvan { $count } creditnota.
       *[other] Waarvan { $count } creditnota’s.
    }
preview-all-leave = Alles kan vertrekken.
preview-held =
    { $count ->
        [one] { $count } factuur blijft hier:
       *[other] { $count } facturen blijven hier:
    }
preview-booked = Al geboekt: { $count }
preview-under-way = Onderweg: { $count }
preview-set-aside = Conflict of uitgesloten: { $count }
preview-example = bijvoorbeeld
preview-nothing = Er is niets dat nog moet vertrekken.
choose-journal = Vink minstens één journaal aan.
export-title = Exporteren naar Exact Online
export-both = Exporteer Klanten & Facturen
export-customers = Klanten Exporteren
export-invoices = Facturen Exporteren
export-accounts = Rekeningen Exporteren
export-not-allowed = U mag de filter bekijken, niet exporteren. Vraag het aan uw boekhouder of beheerder.
synchronise-accounts = Synchroniseer rekeningen
synchronise-lead = Aan welke administratie moeten alle rekeningen gekoppeld worden? Dit hoeft maar één keer per administratie.
synchronise-none = Geen enkele locatie heeft al een administratie. Kies er eerst een bij de locatie.
synchronise-do = Rekeningen koppelen

## Runs
runs-title = Vorige exports
runs-all = Alle exports
run-started = Gestart
run-ended = Klaar
run-parts = Opdracht
run-filter = Filter
run-who = Door
run-outcome = Resultaat
run-outcome-text = { $done } in orde, { $refused } geweigerd, { $open } bezig
run-busy = Bezig
run-finished = Klaar
run-done-of = { $done } van { $all }
run-progress = Voortgang van de export
run-broken-off = Onderbroken: niet alles werd meegenomen.
run-may-leave = U mag deze pagina verlaten: de export loopt door.
run-again = Zelfde filter in Boekhouding
run-nothing = Er was niets om te exporteren.
outcome-waiting = wacht
outcome-booked = geboekt
outcome-adopted = stond al in Exact
outcome-created = aangemaakt
outcome-linked = gekoppeld
outcome-refused = geweigerd
outcome-unknown = onbekend
outcome-conflict = conflict
outcome-parked = wacht op oplossing

## Locations
location-new = Nieuwe locatie
location-name = Naam
locations-none = Er zijn nog geen locaties.
legal-name = Naam van de onderneming
enterprise-number = Ondernemingsnummer
exact-administrations = Exact Online administraties
administration-none = Geen administratie
start-date = Startdatum
start-date-hint = Facturen van vóór de startdatum worden nooit geëxporteerd. De startdatum geldt voor de hele administratie.
location-connect-first = Verbind eerst met Exact Online bij Systeem, Opties; daarna kiest u hier een administratie.

## Options
package-title = Boekhouding
package = Boekhoudpakket
package-none = Geen
connect = Verbinden met Exact Online
connect-again = Opnieuw verbinden
connect-hint = U meldt zich aan bij Exact Online en geeft daar toestemming. Gebruik bij voorkeur een gebruiker die alleen voor deze koppeling dient.
connect-not-allowed = Alleen een beheerder verbindt met Exact Online.
administration-unused = niet in gebruik
vat-filed-up-to = Btw ingediend tot en met
may-create-accounts = Rekeningen mogen in Exact worden aangemaakt
may-create-accounts-hint = Zonder vinkje toont Rekeningen Exporteren alleen wat ontbreekt.
vat-title = Btw-codes
vat-lead = Kies per btw-stelsel en tarief de btw-code van Exact Online. Alleen tarieven boven 0 % worden voorgesteld; al de rest kiest u zelf.
vat-none = Er zijn nog geen facturen die een btw-code nodig hebben.
vat-regime = Btw-stelsel
vat-rate = Tarief
vat-code = Btw-code in Exact
vat-proposed = voorstel, nog te bewaren
vat-missing = Nog te kiezen
vat-inherited = zoals alle journalen ({ $code })
vat-reversed = btw verlegd
vat-listing = IC-opgave: { $listing }
listing-none = geen
listing-goods = goederen
listing-services = diensten
listing-triangular = driehoeksverkeer
regime-standard = Gewoon tarief
regime-zero = Nultarief
regime-exempt = Vrijgesteld
regime-intra-community-service = Diensten binnen de EU
regime-intra-community-goods = Goederen binnen de EU
regime-export = Uitvoer buiten de EU
regime-co-contractor = Medecontractant
regime-margin = Margeregeling
regime-disbursement = Voorgeschoten kosten
regime-out-of-scope = Buiten toepassing van btw

## Instead of a page
error-denied = Dit mag u niet
error-denied-advice = Vraag het aan uw beheerder als u dit nodig hebt voor uw werk.
error-not-found = Niet gevonden
error-not-found-advice = Deze pagina bestaat niet of wat u zoekt is er niet meer.
error-changed = Iemand anders was u voor
error-changed-advice = Dit werd intussen gewijzigd. Ga terug, laad de pagina opnieuw en doe uw wijziging nog eens.
error-bad-form = Dit kan niet gelezen worden
error-bad-form-advice = Wat verzonden werd is onvolledig of beschadigd. Ga terug en probeer het opnieuw.
error-too-large = Te groot
error-too-large-advice = Wat u verzond is groter dan wij aanvaarden. Verzend minder of kleinere bestanden tegelijk.
error-foreign = Deze opdracht kwam van een andere website
error-foreign-advice = Om u te beschermen werd ze niet uitgevoerd. Open PlanManager en probeer het daar.
error-busy = Het is even te druk
error-busy-advice = Te veel mensen vragen nu hetzelfde, en er is niets gebeurd. Wacht enkele seconden, ga terug en probeer het opnieuw.
error-late = Dit duurt te lang
error-late-advice = Het antwoord bleef uit. Kijk eerst of het toch gebeurd is; zo niet, probeer het over een minuut opnieuw.
error-refused = Dit kan zo niet
error-refused-advice = Los op wat hierboven staat en probeer het opnieuw.
error-broken = Er liep iets fout bij ons
error-broken-advice = Uw gegevens zijn veilig. Probeer het over enkele minuten opnieuw. Blijft het mislopen, geef dan dit nummer door aan de helpdesk.
error-reference = Nummer:
