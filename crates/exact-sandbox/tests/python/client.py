"""What an app does with the client `exactonline` of PyPI, against the sandbox at the given address.

Usage: client.py BASE_URL CONFIG.ini. Prints one JSON object with what each step gave.
"""
import json
import sys
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.error import HTTPError as UrllibError
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit
from urllib.request import (
    HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener)

import exactonline.http
from exactonline.api import ExactApi
from exactonline.elements import ExactCustomer, ExactInvoice
from exactonline.exceptions import ObjectDoesNotExist
from exactonline.http import HTTPError
from exactonline.resource import GET
from exactonline.storage.ini import IniStorage

# The client's setting for which protocols it may speak; by default it speaks https only.
exactonline.http.opt_secure.protocols = ('http', 'https')

CLIENT_ID = '{5f0c2a5e-3a0b-4a58-9c39-6d3f0f4f9f01}'
CLIENT_SECRET = 'sandbox-secret'
REDIRECT = 'https://app.example.com/exact'


class Forms(HTMLParser):
    """The forms of a page: where they go, what is filled in, which buttons they have."""
    def __init__(self, html):
        super().__init__()
        self.action, self.fields, self.buttons, self.open = None, [], [], None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == 'form':
            self.action = attrs['action']
        elif tag == 'input' and (attrs.get('type') != 'checkbox' or 'checked' in attrs):
            self.fields.append((attrs['name'], attrs['value']))
        elif tag == 'button':
            self.open = [attrs['name'], attrs['value'], '']
            self.buttons.append(self.open)

    def handle_endtag(self, tag):
        if tag == 'button':
            self.open = None

    def handle_data(self, data):
        if self.open:
            self.open[2] += data


class StopAtApp(HTTPRedirectHandler):
    """Follows redirects, but not to the app: there is none."""
    def redirect_request(self, req, fp, code, msg, headers, newurl):
        if newurl.startswith(REDIRECT):
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class Browser:
    def __init__(self):
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()), StopAtApp())
        self.url = self.html = None

    def open(self, url, data=None):
        try:
            with self.opener.open(url, data) as answer:
                self.url, self.html = answer.url, answer.read().decode()
        except UrllibError as answer:
            if answer.code != 303:
                raise
            self.url, self.html = answer.headers['Location'], None

    def click(self, label):
        forms = Forms(self.html)
        name, value = next((b[0], b[1]) for b in forms.buttons if label in b[2])
        data = urlencode(forms.fields + [(name, value)]).encode()
        self.open(urljoin(self.url, forms.action), data)


def sandbox(base, door, body):
    request = Request(base + door, json.dumps(body).encode(), method='POST')
    with build_opener().open(request) as answer:
        return json.loads(answer.read() or 'null')


def refusal(call, *args, **kwargs):
    """Status and text of a call that must be refused."""
    try:
        call(*args, **kwargs)
    except HTTPError as error:
        return [error.code, error.response.decode()]
    raise AssertionError('it was not refused')


def api_on(base, path):
    storage = IniStorage(path)
    storage.set('server', 'auth_url', base + '/api/oauth2/auth')
    storage.set('server', 'rest_url', base + '/api')
    storage.set('server', 'token_url', base + '/api/oauth2/token')
    storage.set('application', 'base_url', REDIRECT)
    storage.set('application', 'client_id', CLIENT_ID)
    storage.set('application', 'client_secret', CLIENT_SECRET)
    return ExactApi(storage=storage)


def sign_in(api):
    browser = Browser()
    browser.open(api.create_auth_request_url())
    browser.click('Els Proefmans')
    browser.click('Toestaan')
    code = parse_qs(urlsplit(browser.url).query)['code'][0]
    api.request_token(code)
    return refusal(api.request_token, code)


class Customer(ExactCustomer):
    def get_code(self):
        return '4711'

    def get_name(self):
        return "Carrosserie 't Hoekje"

    def get_address(self):
        return {'AddressLine1': 'Proefweg 9', 'Postcode': '9998', 'City': 'Proefdorp'}


class Invoice(ExactInvoice):
    amounts = [('704000', '100.10'), ('705000', '33.33')]

    def get_customer(self):
        return Customer(api=self._api)

    def get_created_date(self):
        return date(2026, 11, 20)

    def get_exact_journal(self):
        return '70'

    def get_ledger_lines(self):
        return [{'code': code, 'vat_percentage': 21, 'total_amount_excl_vat': Decimal(amount),
                 'description': 'Werk ' + code} for code, amount in self.amounts]

    def get_invoice_number(self):
        return 'PY-2'

    def total(self):
        return sum(Decimal(amount) for _, amount in self.amounts)

    def get_total_amount_incl_vat(self):
        return self.total() + self.get_total_vat()

    def get_total_vat(self):
        return (self.total() * Decimal('0.21')).quantize(Decimal('0.01'))

    def hint_exact_invoice_number(self):
        return '26700777'


def booking(customer, ledger):
    return {
        'Customer': customer, 'Journal': '70', 'EntryDate': '2026-11-20T00:00:00Z', 'YourRef': 'PY-1',
        'Description': 'Herstelling 1-PYT-001', 'PaymentCondition': '30',
        'SalesEntryLines': [
            {'AmountFC': '382.50', 'GLAccount': ledger['704000'], 'VATCode': '2', 'Description': 'Arbeid'},
            {'AmountFC': '214.99', 'GLAccount': ledger['705000'], 'VATCode': '2', 'Description': 'Scherm'},
            {'AmountFC': '25.00', 'GLAccount': ledger['704900'], 'VATCode': '4', 'Description': 'Bijdrage'},
        ]}


def lists_and_looks_up(api):
    everyone = api.relations.filter(filter="Status eq 'C'")
    first = api.relations.get(relation_code='101')
    try:
        missing = api.relations.get(relation_code='99999')
    except ObjectDoesNotExist:
        missing = None
    return {
        'listed': len(everyone), 'different': len({row['ID'] for row in everyone}),
        'first': [first['Code'], first['Name']], 'missing': missing,
        'unfiltered': refusal(api.relations.all),
        'vat': api.vatcodes.get_percentage(vat_code='2'),
    }


def books(api):
    created = api.relations.create({'Name': 'Nieuwe Klant NV', 'Status': 'C', 'Code': '5001'})
    api.relations.update(created['ID'], {'City': 'Testgem'})
    city = api.relations.get(relation_code='5001', select='ID,City')
    ledger = {row['Code']: row['ID'] for row in api.ledgeraccounts.filter(code__in=['704000', '705000', '704900'])}
    entry = api.invoices.create(booking(created['ID'], ledger))
    read = api.invoices.get(
        invoice_number='PY-1',
        select='EntryID,EntryNumber,AmountFC,VATAmountFC,YourRef,Customer,Status,Type,SalesEntryLines')
    open_items = api.receivables.filter(relation_id=created['ID'], select='Amount,InvoiceNumber,YourRef')
    return {
        'created': [created['ID'], city['City']], 'number': entry['EntryNumber'], 'read': read,
        'open': open_items, 'map': api.invoices.map_foreign2exact_invoice_numbers(['PY-1', 'PY-9']),
    }


def uses_the_elements(api, base):
    """The client's own invoice asks for entries without a selection: a rule of the sandbox that can be switched off."""
    strict = refusal(Invoice(api=api).get_guid)
    sandbox(base, '/_sandbox/switches', {'require_select': False})
    invoice = Invoice(api=api)
    invoice.commit()
    booked = api.invoices.get(invoice_number='PY-2')
    invoice.amounts = [('704000', '99.95')]
    invoice.commit()
    changed = api.invoices.get(invoice_number='PY-2')
    sandbox(base, '/_sandbox/switches', {'require_select': True})
    told = [str(invoice.get_total_amount_incl_vat()), str(invoice.get_total_vat())]
    return {'strict': strict, 'booked': booked, 'changed': changed, 'told': told}


def refreshes(api, base):
    early = refusal(api.refresh_token)
    old = api.storage.get_refresh_token()
    sandbox(base, '/_sandbox/clock', {'advance_ms': 571_000})
    api.refresh_token()
    rotated = old != api.storage.get_refresh_token()
    # The client's own clock did not move: it finds out by a 401, refreshes, and calls again.
    sandbox(base, '/_sandbox/clock', {'advance_ms': 601_000})
    me = api.rest(GET('v1/current/Me?$select=UserName,CurrentDivision'))
    now = api.storage.get_refresh_token()
    api.storage.set_refresh_token(old)
    reused = refusal(api.refresh_token)
    api.storage.set_refresh_token(now)
    return {'early': early, 'rotated': rotated, 'me': me[0]['UserName'], 'reused': reused}


def main(base, path):
    api = api_on(base, path)
    told = {'second_use': sign_in(api)}
    told['divisions'] = api.get_divisions()
    api.set_division(123456)
    told['refresh'] = refreshes(api, base)
    told['lists'] = lists_and_looks_up(api)
    told['books'] = books(api)
    told['elements'] = uses_the_elements(api, base)
    print(json.dumps(told))


if __name__ == '__main__':
    main(*sys.argv[1:])
