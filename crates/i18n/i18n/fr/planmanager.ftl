# Ce que disent les pages. Chaque clé existe en nl, fr et en ; un test les compare.

## The frame around every page
skip-to-content = Aller au contenu
menu = Menu
menu-home = Aperçu
menu-invoicing = Facturation
menu-invoices = Factures
menu-customers = Clients
menu-accounts = Comptes généraux
menu-journals = Journaux
menu-accounting = Comptabilité
menu-management = Gestion
menu-locations = Site
menu-system = Système
menu-options = Options
menu-installation = Liaison
language = Langue
no-scripts = Cette version a été construite sans scripts. Tout fonctionne ; actualisez une page pour voir l’état le plus récent.
link-connected = Connecté à Exact Online
link-not-connected = Non connecté à Exact Online
link-reconnect-needed = Nouvelle connexion à Exact Online nécessaire
trouble-locked = Les données sont momentanément indisponibles.
trouble-locked-advice = Un autre programme les utilise, une copie de sauvegarde par exemple. Attendez une minute, revenez en arrière et réessayez. Si cela dure, avertissez votre administrateur.
trouble-full = Il n’y a plus de place sur le disque.
trouble-full-advice = Rien ne peut être enregistré et rien n’est envoyé à Exact Online. Demandez à votre administrateur de libérer de la place sur le serveur de PlanManager ; tout reprendra ensuite de soi-même.
trouble-read-only = Rien ne peut être enregistré pour le moment.
trouble-read-only-advice = Les données de PlanManager peuvent seulement être lues. Avertissez votre administrateur ; dès que ce sera résolu, tout reprendra de soi-même.
trouble-moved = Le fichier des données a été déplacé.
trouble-moved-advice = Rien n’est enregistré et rien n’est envoyé à Exact Online. Avertissez votre administrateur : le fichier doit être remis à sa place, ou PlanManager doit être redémarré.
trouble-unreachable = Les données sont injoignables.
trouble-unreachable-advice = L’endroit où PlanManager les conserve ne répond pas. Réessayez dans une minute. Si cela dure, avertissez votre administrateur.
link-next-try = Nouvel essai : { $moment }.
notice-saved = Enregistré.
notice-accounts-importing = Les comptes sont importés depuis Exact Online. Actualisez cette page dans quelques instants.
notice-accounts-synchronising = Les comptes sont associés à l’administration choisie.
notice-journals-importing = Les journaux sont importés depuis Exact Online. Actualisez cette page dans quelques instants.
notice-connected = Connecté à Exact Online. Choisissez maintenant une administration par site.
notice-password-changed = Votre mot de passe a été modifié.
notice-signed-out = Vous êtes déconnecté.
notice-continued = La liaison continue. Elle vérifie d’abord ce qui se trouve dans Exact Online.
notice-copy = Ceci est une copie. L’accès à Exact Online y est effacé.

## Words that many pages share
save = Enregistrer
cancel = Annuler
close = Fermer
choose = Choisir
edit = Modifier
search = Chercher
show = Afficher
filter = Filtrer
filter-clear = Effacer le filtre
next-page = Page suivante
from = Du
to = Au
what = Quoi
name = Nom
number = Numéro
code = Code
address = Adresse
street = Rue et numéro
street-2 = Adresse, ligne 2
postcode = Code postal
city = Localité
country = Pays
email = E-mail
vat-number = Numéro de TVA
iban = IBAN
customer = Client
invoice = Facture
credit-note = Note de crédit
credit-note-short = NC
draft = Brouillon
location = Site
all-locations = Tous les sites
journal = Journal
all-journals = Tous les journaux
administration = Administration
all-administrations = Toutes les administrations
administrations = Administrations
ledger-account = Compte général
cost-centre = Analytique
description = Description
invoice-date = Date de facture
invoice-date-from = Date de facture du
invoice-number = Numéro de facture
due-date = Échéance
supply-date = Date de livraison
payment-reference = Communication
plate = Plaque
quantity = Quantité
price = Prix
net = Net
vat = TVA
vat-on = sur { $base }
total-excl = Total hors TVA
total-incl = Total TVA comprise
prepaid = Déjà payé
prepaid-hint = figure sur la facture, n’est pas comptabilisé
state = Statut
all-states = Tous les statuts
seller = Vendeur
file = Fichier
files = Fichiers
text-line = ligne de texte
bad-date = Ce n’est pas une date. Tapez par exemple 24-11-2026.
bad-number = Ce n’est pas un numéro valable.
from-after-to = La date Du est postérieure à la date Au.
file-line = Ligne { $line } du fichier : { $sentence }

## Where something is mended
mend-customer = Vers le client
mend-invoice = Vers la facture
mend-invoice-line = Vers la ligne de facture
mend-journal = Vers les journaux
mend-account = Vers les comptes généraux
mend-location = Vers le site
mend-vat = Vers les codes TVA
mend-connection = Vers la liaison
mend-installation = Vers la liaison

## Signing in
sign-in = Se connecter
sign-out = Se déconnecter
login = Nom d’utilisateur
password = Mot de passe
sign-in-failed = Le nom d’utilisateur ou le mot de passe est incorrect.
password-change = Changer le mot de passe
password-one-time = Vous êtes connecté avec un mot de passe à usage unique. Choisissez maintenant votre propre mot de passe.
password-present = Mot de passe actuel
password-wanted = Nouveau mot de passe
password-advice = Au moins { $least } caractères. Une petite phrase de quelques mots est sûre et facile à retenir.
password-too-short = Le nouveau mot de passe doit compter au moins { $least } caractères.
role-administrator = Administrateur
role-bookkeeper = Comptable
role-office = Bureau

## Overview
steps-title = Préparer l’utilisation
step-done = fait
step-package = Choisissez Exact Online comme logiciel comptable
step-connect = Connectez-vous à Exact Online
step-administrations = Choisissez par site une administration et une date de début
step-vat = Vérifiez les codes TVA
work-title = Travail en attente
work-none = Il n’y a rien en attente.
to-accounting = Vers Comptabilité
to-home = Vers l’aperçu
link-title = Liaison avec Exact Online
link-none = Il n’y a pas encore de liaison avec un logiciel comptable.
exact-user = Utilisateur dans Exact
mirrored-at = Données récupérées
last-run = Dernier export
run-none = Rien n’a encore été exporté.

## Which installation this is
alarm-decide = Décidez ce qui doit se passer
alarm-see = Voir où cela en est
installation-lead = Une copie ne peut pas comptabiliser en même temps que son original. C’est pourquoi PlanManager compare la base de données avec le dossier où elle se trouve.
installation-in-order = La base de données et le dossier vont ensemble. La liaison fonctionne.
installation-place = Ordinateur et dossier
installation-id = Identifiant
installation-since = Ainsi depuis
installation-differs = Ce qui diffère
diff-database-replaced = Le fichier de la base de données a été remplacé pendant que le programme tournait.
diff-database-older = La base de données ne connaît pas ce qui a été fait en dernier depuis ce dossier. Elle est donc plus ancienne.
diff-folder-unknown = Ce dossier n’a encore jamais été utilisé avec cette base de données.
diff-database-unknown = Ce dossier appartient à une installation, mais la base de données n’en connaît aucune. Elle date donc d’avant.
diff-other-installation = Le dossier et la base de données appartiennent à deux installations différentes.
diff-not-accepted = Ce dossier n’est pas ou plus accepté pour cette base de données.
diff-other-host = Le dossier a été accepté comme { $before } et se trouve maintenant sur { $now }.
diff-folder-copied = Le dossier a été copié ou remis en place. Il a été accepté comme { $before } et est maintenant { $now }.
installation-decide = Qu’est-ce que c’est ?
continue-do = Ceci est la suite
continue-meaning = Aucune autre ne travaille encore, ou elle ne sera plus jamais utilisée. La liaison attend d’abord { $minutes ->
    [one] une minute
   *[other] { $minutes } minutes
  }, vérifie ensuite dans Exact Online ce qui s’y trouve déjà, puis continue. D’ici là, rien n’est envoyé et aucune facture ne reçoit de numéro.
continue-numbers = Les numéros donnés après la sauvegarde et jamais arrivés dans Exact Online ne peuvent pas être retrouvés ici. Vérifiez pour cela vos factures envoyées.
copy-do = Ceci est une copie
copy-meaning = Elle sert à essayer ou à conserver ; l’original continue à travailler. L’accès à Exact Online y est effacé. Rien n’y est plus envoyé et aucune facture n’y reçoit plus de numéro.
installation-not-allowed = Seul un administrateur en décide.
installation-looks = Vérifié dans Exact Online
look-done = vérifié le { $at }
look-waits = encore à vérifier
look-consent = attend un nouvel accord d’Exact Online : connectez-vous à nouveau sous Système, Options
look-numbers = { $count ->
    [one] Un numéro du journal { $journal } se trouve dans Exact Online et n’est pas connu ici
   *[other] { $count } numéros du journal { $journal } se trouvent dans Exact Online et ne sont pas connus ici
  } : { $numbers }. Le journal continue avec { $next }.

## States of a booking
state-ready = prête
state-queued = en attente
state-sending = en cours d’envoi
state-booked = comptabilisée
state-refused = refusée
state-unknown = inconnu
state-conflict = conflit
state-parked = attend une solution
state-excluded = exclue
state-ready-meaning = Peut partir vers Exact Online.
state-queued-meaning = Choisie, attend son tour.
state-sending-meaning = Est en route vers Exact Online.
state-booked-meaning = Se trouve dans Exact Online.
state-refused-meaning = N’est certainement pas comptabilisée ; corrigez la cause et exportez à nouveau.
state-unknown-meaning = La réponse d’Exact Online n’est pas arrivée. PlanManager vérifie d’abord si la facture s’y trouve.
state-conflict-meaning = Dans Exact Online, ce numéro désigne autre chose.
state-parked-meaning = Attend que la cause d’un autre refus soit corrigée.
state-excluded-meaning = Quelqu’un a décidé de ne pas exporter cette facture.

## Invoices
number-or-customer = Numéro ou client
invoices-none = Il n’y a pas encore de factures. Importez-en pour commencer.
invoices-none-in-filter = Aucune facture dans ce filtre.
printed-content = Contenu de la facture
booking = Écriture dans Exact Online
attempt-sent = Envoyée à Exact Online
attempt-answer = Réponse : { $outcome }
attempt-done = comptabilisée
attempt-refused = refusée
attempt-not-sent = pas envoyée
attempt-unknown = pas de réponse
attempt-open = attend la réponse
attempts = Tentative
corrects = Corrige
corrected-by = Corrigée par
entry-number = Numéro de pièce
history = Historique
lines-and-coding = Lignes de facture et comptes
save-coding = Enregistrer les comptes
coding-hint = Le contenu de la facture reste inchangé ; seuls les comptes sont adaptés.
account-of-line = Compte général de la ligne { $line }
cost-centre-of-line = Analytique de la ligne { $line }
account-missing = Compte manquant

## Importing files
import-files = Importer des factures
import-lead = Importez des fichiers UBL (xml). Vous voyez d’abord leur contenu ; rien n’est encore enregistré.
import-journal-hint = Les factures importées gardent leur numéro. Seul un journal « numéroté ailleurs » peut donc être choisi.
import-no-journal = Aucun journal ne porte la marque « numéroté ailleurs ».
import-no-journal-fix = Ajoutez cette marque au journal de destination des factures.
import-no-files = Choisissez au moins un fichier.
import-too-many = Choisissez au plus { $most } fichiers à la fois.
import-choose-location = Choisissez un site et un journal.
account-for-all = Compte général pour toutes les lignes
account-per-line = Choisir par ligne
files-hint = Au plus { $files } fichiers de { $megabytes } Mo chacun.
import-look = Examiner
import-preview = Vérifier et reprendre
import-into = Vers le site { $location }, journal { $journal }.
import-foreign-seller = Le vendeur de ce fichier est { $seller }, et non ce site. Je confirme qu’il s’agit bien d’une facture de vente de ce site.
import-new-customer = nouveau client
import-known-customer = client { $number }
import-which-customer = Quel client est { $buyer } ?
import-choose-customer = Choisissez le client
import-lines-hidden = Ces fichiers ont trop de lignes pour choisir ici ligne par ligne. Le compte pour toutes les lignes vaut, sinon celui qui est mémorisé ; ce qui manque se choisit sur la facture.
import-do = Reprendre
import-other = Autres fichiers
import-result = Résultat
file-imported = importé
file-already = déjà importé
file-refused = refusé
note-prepaid = Déjà payé : { $amount }. Ce montant est conservé, pas comptabilisé.

## Customers
customer-number = Numéro de client
customer-new = Nouveau client
customer-search = Numéro, nom, localité ou numéro de TVA
customer-invoices = Factures de ce client
customer-known-as = Nommé aussi ainsi dans les fichiers :
customer-in-exact = Dans Exact Online : { $administration }
customer-linked = Associé à la relation { $number } ({ $name }).
customer-relation-lost = La relation de ce client y a été supprimée ou fusionnée.
customer-alike = C’est peut-être le même client :
customer-here = Ici
customer-is-same = C’est ce client
customer-is-other = Aucun d’eux : c’est un autre client
customer-linked-elsewhere = est déjà un autre client
customer-answer-hint = Si c’est le même, le nom et l’adresse doivent être identiques dans les deux programmes. Si c’en est un autre, le prochain export le crée sous son propre numéro.
customer-answer-right = Seul le comptable ou l’administrateur peut le dire.
customers-none = Il n’y a pas encore de clients.
customers-none-found = Aucun client trouvé.
address-incomplete = Adresse incomplète
endpoint = Adresse Peppol

## Ledger accounts
account-number = Numéro
account-cost-centre = Analytique
account-name = Nom
account-description = Description
account-new = Nouveau compte
account-edit = Modifier le compte
account-hint = Créez d’abord un nouveau compte de produits dans Exact Online, puis importez-le. Un autre compte se crée ici, avec le même numéro que dans Exact.
account-search = Numéro ou nom
accounts-none = Aucun compte trouvé.
import-from-exact = Importer depuis Exact

## Journals
journals-none = Il n’y a pas encore de journaux.
journal-kind = Type dans Exact
journal-unknown = pas encore connu
journal-sales = vente
journal-purchase = achat
journal-bank = banque
journal-cash = caisse
journal-general = divers
journal-other = autre
marks = Marques
mark-internal = Interne
mark-internal-hint = Ce journal n’est pas exporté.
mark-credit-notes = Notes de crédit
mark-credit-notes-hint = Ce journal est destiné aux notes de crédit.
mark-numbered-elsewhere = Numéroté ailleurs
mark-numbered-elsewhere-hint = Les factures reçoivent leur numéro d’un autre programme, par exemple lors d’un import UBL.
number-prefix = Début du numéro de facture
number-prefix-hint = Le mot year entre accolades devient l’année, suivie d’un numéro d’ordre de six chiffres.
barred-internal = Interne : n’est pas exporté
barred-not-sales = Pas un journal de vente dans Exact
barred-no-administration = N’appartient encore à aucune administration

## Accounting: the export
select-all = Tout sélectionner
preview-title = Ce qui part
preview-refresh = Recompter
customers-word =
    { $count ->
        [one] client
       *[other] clients
    }
invoices-word =
    { $count ->
        [one] facture
       *[other] factures
    }
preview-credit-notes =
    { $count ->
        [one] Dont { $count } note de crédit.
       *[other] Dont { $count } notes de crédit.
    }
preview-all-leave = Tout peut partir.
preview-held =
    { $count ->
        [one] { $count } facture reste ici :
       *[other] { $count } factures restent ici :
    }
preview-booked = Déjà comptabilisées : { $count }
preview-under-way = En route : { $count }
preview-set-aside = En conflit ou exclues : { $count }
preview-example = par exemple
preview-nothing = Il n’y a plus rien à faire partir.
choose-journal = Cochez au moins un journal.
export-title = Exporter vers Exact Online
export-both = Exporter clients & factures
export-customers = Exporter les clients
export-invoices = Exporter les factures
export-accounts = Exporter les comptes
export-not-allowed = Vous pouvez consulter le filtre, pas exporter. Adressez-vous à votre comptable ou administrateur.
synchronise-accounts = Synchroniser les comptes
synchronise-lead = À quelle administration faut-il associer tous les comptes ? Une seule fois suffit par administration.
synchronise-none = Aucun site n’a encore d’administration. Choisissez-en d’abord une pour le site.
synchronise-do = Associer les comptes

## Runs
runs-title = Exports précédents
runs-all = Tous les exports
run-started = Démarré
run-ended = Terminé
run-parts = Tâche
run-filter = Filtre
run-who = Par
run-outcome = Résultat
run-outcome-text = { $done } en ordre, { $refused } refusés, { $open } en cours
run-busy = En cours
run-finished = Terminé
run-done-of = { $done } sur { $all }
run-progress = Progression de l’export
run-broken-off = Interrompu : tout n’a pas été repris.
run-may-leave = Vous pouvez quitter cette page : l’export continue.
run-again = Même filtre dans Comptabilité
run-nothing = Il n’y avait rien à exporter.
outcome-waiting = en attente
outcome-booked = comptabilisée
outcome-adopted = déjà dans Exact
outcome-created = créé
outcome-linked = associé
outcome-refused = refusé
outcome-unknown = inconnu
outcome-conflict = conflit
outcome-parked = attend une solution

## Locations
location-new = Nouveau site
location-name = Nom
locations-none = Il n’y a pas encore de sites.
legal-name = Nom de l’entreprise
enterprise-number = Numéro d’entreprise
exact-administrations = Administrations Exact Online
administration-none = Aucune administration
start-date = Date de début
start-date-hint = Les factures antérieures à la date de début ne sont jamais exportées. Cette date vaut pour toute l’administration.
location-connect-first = Connectez-vous d’abord à Exact Online sous Système, Options ; choisissez ensuite une administration ici.

## Options
package-title = Comptabilité
package = Logiciel comptable
package-none = Aucun
connect = Se connecter à Exact Online
connect-again = Se reconnecter
connect-hint = Vous vous connectez à Exact Online et y donnez votre accord. Utilisez de préférence un utilisateur réservé à cette liaison.
connect-not-allowed = Seul un administrateur se connecte à Exact Online.
administration-unused = non utilisée
vat-filed-up-to = TVA déclarée jusqu’au
may-create-accounts = Des comptes peuvent être créés dans Exact
may-create-accounts-hint = Sans coche, l’export des comptes montre seulement ce qui manque.
vat-title = Codes TVA
vat-lead = Choisissez par régime et par taux le code TVA d’Exact Online. Seuls les taux supérieurs à 0 % sont proposés ; vous choisissez le reste.
vat-none = Aucune facture n’a encore besoin d’un code TVA.
vat-regime = Régime TVA
vat-rate = Taux
vat-code = Code TVA dans Exact
vat-proposed = proposition, à enregistrer
vat-missing = À choisir
vat-inherited = comme tous les journaux ({ $code })
vat-reversed = autoliquidation
vat-listing = Relevé IC : { $listing }
listing-none = aucun
listing-goods = biens
listing-services = services
listing-triangular = opérations triangulaires
regime-standard = Taux ordinaire
regime-zero = Taux zéro
regime-exempt = Exonéré
regime-intra-community-service = Services dans l’UE
regime-intra-community-goods = Biens dans l’UE
regime-export = Exportation hors UE
regime-co-contractor = Cocontractant
regime-margin = Régime de la marge
regime-disbursement = Débours
regime-out-of-scope = Hors champ de la TVA

## Instead of a page
error-denied = Vous n’y êtes pas autorisé
error-denied-advice = Adressez-vous à votre administrateur si votre travail l’exige.
error-not-found = Introuvable
error-not-found-advice = Cette page n’existe pas, ou ce que vous cherchez n’y est plus.
error-changed = Quelqu’un d’autre vous a devancé
error-changed-advice = Ceci a été modifié entre-temps. Revenez en arrière, rechargez la page et refaites votre modification.
error-bad-form = Ceci ne peut être lu
error-bad-form-advice = Ce qui a été envoyé est incomplet ou endommagé. Revenez en arrière et réessayez.
error-too-large = Trop volumineux
error-too-large-advice = Votre envoi dépasse ce que nous acceptons. Envoyez moins de fichiers, ou des fichiers plus petits.
error-foreign = Cette demande provient d’un autre site
error-foreign-advice = Pour vous protéger, elle n’a pas été exécutée. Ouvrez PlanManager et réessayez.
error-busy = Il y a trop d’affluence
error-busy-advice = Trop de personnes demandent la même chose en ce moment, et rien n’a été fait. Attendez quelques secondes, revenez en arrière et réessayez.
error-late = Ceci prend trop de temps
error-late-advice = La réponse n’est pas arrivée. Vérifiez d’abord si cela a quand même été fait ; sinon, réessayez dans une minute.
error-refused = Impossible en l’état
error-refused-advice = Corrigez ce qui est indiqué ci-dessus et réessayez.
error-broken = Une erreur s’est produite chez nous
error-broken-advice = Vos données sont en sécurité. Réessayez dans quelques minutes. Si l’erreur persiste, communiquez ce numéro à l’assistance.
error-reference = Numéro :
