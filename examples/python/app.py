"""A shop's backend in Flask, as far as the parcel goes: no order without a valid service point."""

import hashlib, json, os, secrets, sqlite3, time
from contextlib import closing, suppress
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import jwt
from flask import Flask, abort, make_response, redirect, render_template, request
from werkzeug.exceptions import HTTPException

SETTINGS = ["PROXY_URL", "SHOP", "ISSUER", "SIGNING_SECRET", "BACKEND_SECRET"]
PROXY, SHOP, ISSUER, SIGNING_SECRET, BACKEND_SECRET = (os.environ[f"PICKER_{name}"] for name in SETTINGS)
ORDERS = os.environ["ORDERS"]  # A database file, where no web server serves it.
ADDRESS = ["name", "street", "house_number", "postal_code", "city", "country"]
FIELDS = ["service_point_id", "to_post_number", "carrier"]
app = Flask(__name__, template_folder="..", static_folder=None)


def query(statement, values=()):
    """The first row that a statement gives, committed."""
    with closing(sqlite3.connect(ORDERS)) as database, database:
        database.row_factory = sqlite3.Row
        return database.execute(statement, values).fetchone()


query("""CREATE TABLE IF NOT EXISTS orders (id TEXT PRIMARY KEY, name TEXT, street TEXT,
    house_number TEXT, postal_code TEXT, city TEXT, country TEXT, selection_id TEXT,
    service_point_id INTEGER, to_post_number TEXT, carrier TEXT)""")


def find(order_id):
    return query("SELECT * FROM orders WHERE id = ?", [order_id]) or abort(404, "There is no such order.")


def ask(method, path, body=None, **parameters):
    """Asks the proxy about selections."""
    url = f"{PROXY}/api/selections{path}?{urlencode({'shop': SHOP, **parameters})}"
    headers = {"Authorization": f"Bearer {BACKEND_SECRET}", "Content-Type": "application/json"}
    data = json.dumps(body).encode() if body else None
    try:
        with urlopen(Request(url, data, headers, method=method), timeout=10) as answer:
            return json.load(answer)
    except OSError as error:
        abort(422, "Please choose a service point.") if getattr(error, "code", 0) == 404 else abort(503)


def find_selection(form, cart):
    """The cart's selection: what the token proves, else what the proxy keeps."""
    # The fields were lost on their way, which is no reason to lose the order.
    if not form.get("service_point_token"):
        return ask("GET", "", reference=cart)
    rules = {"algorithms": ["HS256"], "issuer": ISSUER, "audience": SHOP, "leeway": 30}
    options = {"require": ["exp", "jti"], "verify_exp": False}
    try:
        token = jwt.decode_complete(form["service_point_token"], SIGNING_SECRET, options=options, **rules)
    except jwt.InvalidTokenError:
        token = {"header": {}}
    if token["header"].get("typ") != "selection+jwt":
        abort(422, "The service point could not be verified. Please choose it again.")
    claims = token["payload"]
    signed = {name: "" if claims[name] is None else str(claims[name]) for name in FIELDS}
    if claims["reference"] != cart or any(form.get(name, signed[name]) != signed[name] for name in FIELDS):
        abort(422, "The service point is not the confirmed one. Please choose it again.")
    # Expired is genuine, but old. Asked by its id: it is this very selection that the shopper saw.
    is_expired = claims["exp"] + 30 < time.time()
    return ask("GET", f"/{claims['jti']}") if is_expired else {**claims, "id": claims["jti"]}


@app.get("/")
def checkout():
    # Unguessable, since it is the selection's reference. Behind HTTPS add secure=True.
    reference = request.cookies.get("cart") or secrets.token_urlsafe(24)
    page = make_response(render_template("checkout.html", proxy=PROXY, shop=SHOP, reference=reference))
    page.set_cookie("cart", reference, httponly=True, samesite="Lax")
    return page


@app.post("/orders")
def place():
    form, cart = request.form, request.cookies.get("cart") or abort(422, "Your cart has ended.")
    order_id = hashlib.sha256(cart.encode()).hexdigest()  # The same cart is the same order.
    address = [form.get(name, "").strip()[:100] or abort(422, "The address has gaps.") for name in ADDRESS]
    # At home nothing of a service point counts, whatever the form holds.
    selection = {} if form.get("delivery_method") == "home" else find_selection(form, cart)
    values = [order_id, *address, *(selection.get(name) for name in ["id", *FIELDS])]
    query(f"INSERT INTO orders VALUES ({'?, ' * 10}?) ON CONFLICT DO NOTHING", values)
    if selection:
        with suppress(HTTPException):  # The order stands without this, and its label does it again.
            ask("PATCH", f"/{selection['id']}", {"reference": order_id})
    page = redirect(f"/orders/{order_id}", 303)
    page.delete_cookie("cart")
    return page


@app.get("/orders/<order_id>")
def show(order_id):
    return render_template("order.html", **{key: value or "" for key, value in dict(find(order_id)).items()})


# The back office's, so behind its login. Method and weight are still to come: docs/data-flow.md.
@app.post("/orders/<order_id>/label")
def label(order_id):
    order = find(order_id)
    address = {name: order[name] for name in ["name", "house_number", "postal_code", "city"]}
    address |= {"address_line_1": order["street"], "country_code": order["country"]}
    if not order["selection_id"]:
        return {"to_address": address}
    path = f"/{order['selection_id']}"
    ask("PATCH", path, {"reference": order_id})
    is_available = ask("POST", f"{path}/recheck")["is_available"]  # None: nobody could tell, so no label.
    is_available or abort(503 if is_available is None else 409, "The service point may take no parcels now.")
    fragment = ask("GET", f"{path}/handoff/shipment-v3")
    return {**fragment, "to_address": {**address, **fragment.get("to_address", {})}}


@app.errorhandler(HTTPException)
def refuse(error):
    return render_template("refused.html", reason=error.description), error.code
