"""A shop's backend in Flask, as far as the parcel goes: no order without a valid service point."""
import hashlib, hmac, json, os, re, secrets, sqlite3, time
from contextlib import closing, suppress
from urllib.parse import urlencode
from urllib.request import Request, urlopen
import jwt
from flask import Flask, abort, make_response, redirect, render_template, request
from werkzeug.exceptions import HTTPException

SETTINGS = ["PROXY_URL", "SHOP", "ISSUER", "SIGNING_SECRET", "BACKEND_SECRET"]
PROXY, SHOP, ISSUER, SIGNING_SECRET, BACKEND_SECRET = (os.environ[f"PICKER_{name}"] for name in SETTINGS)
ORDERS = os.environ["ORDERS"]  # A database file, where no web server serves it.
BACK_OFFICE = os.environ["BACK_OFFICE_SECRET"].encode() or exit("BACK_OFFICE_SECRET is empty")
ADDRESS = ["name", "street", "house_number", "postal_code", "city", "country"]
FIELDS = ["service_point_id", "to_post_number", "carrier"]
CART = re.compile("[A-Za-z0-9_-]{20,64}")
app = Flask(__name__, template_folder="..", static_folder=None)
app.after_request(lambda response: response.headers.set("Cache-Control", "no-store") or response)

def query(statement, values=()):
    with closing(sqlite3.connect(ORDERS)) as database, database:
        database.row_factory = sqlite3.Row
        return database.execute(statement, values).fetchone()
os.umask(0o077)
query(f"CREATE TABLE IF NOT EXISTS orders (id PRIMARY KEY, {', '.join([*ADDRESS, 'selection_id', *FIELDS])})")

def ask(method, path, body=None, **parameters):
    """Asks the proxy about selections; None where it has none, or has erased what a hand-off needs."""
    url = f"{PROXY}/api/selections{path}?{urlencode({'shop': SHOP, **parameters})}"
    headers = {"Authorization": f"Bearer {BACKEND_SECRET}", "Content-Type": "application/json"}
    asked = Request(url, json.dumps(body).encode() if body else None, headers, method=method)
    try:
        with urlopen(asked, timeout=10) as answer:
            return json.load(answer)
    except OSError as error:
        status = getattr(error, "code", None)
        if status == 404 or (method, status) == ("GET", 409):
            return None
        app.logger.error("the proxy answered %s with %s", method, status)
        abort(503)

def find_selection(form, cart):
    """The cart's selection: what the token proves, else what the proxy keeps, if anything."""
    # The fields were lost on their way, which is no reason to lose the order.
    if not form.get("service_point_token"):
        return ask("GET", "", reference=cart)
    rules = {"algorithms": ["HS256"], "issuer": ISSUER, "audience": SHOP, "leeway": 30}
    options = {"require": ["exp", "jti"], "verify_exp": False}
    token = {"header": {}}
    with suppress(jwt.InvalidTokenError):
        token = jwt.decode_complete(form["service_point_token"], SIGNING_SECRET, options=options, **rules)
    if token["header"].get("typ") != "selection+jwt":
        abort(422, "The service point could not be verified. Please choose it again.")
    claims = token["payload"]
    signed = {name: "" if claims.get(name) is None else str(claims[name]) for name in FIELDS}
    sent = {name: form.get(name, signed[name]) for name in FIELDS}
    if claims.get("reference") != cart or sent != signed:
        abort(422, "The service point is not the confirmed one. Please choose it again.")
    # Expired is genuine, but old. Asked by its id: it is this very selection that the shopper saw.
    id, is_expired = claims["jti"], claims["exp"] + 30 < time.time()
    return ask("GET", f"/{id}") if is_expired else {**claims, "id": id}

@app.get("/")
def checkout():
    # Unguessable, since it is the selection's reference. Behind HTTPS add secure=True.
    cart = CART.fullmatch(request.cookies.get("cart", ""))
    reference = cart[0] if cart else secrets.token_urlsafe(24)
    page = make_response(render_template("checkout.html", proxy=PROXY, shop=SHOP, reference=reference))
    page.set_cookie("cart", reference, httponly=True, samesite="Lax")
    return page

@app.post("/orders")
def place():
    form, cart = request.form, request.cookies.get("cart", "")
    CART.fullmatch(cart) or abort(422, "Your cart has ended. Please start again.")
    order_id = hashlib.sha256(cart.encode()).hexdigest()  # The same cart is the same order.
    page = redirect(f"/orders/{order_id}", 303)
    page.delete_cookie("cart")
    if query("SELECT id FROM orders WHERE id = ?", [order_id]):
        return page
    address = [form.get(name, "").strip()[:100] or abort(422, "The address has gaps.") for name in ADDRESS]
    # At home nothing of a service point counts, whatever the form holds.
    selection = {} if form.get("delivery_method") == "home" else find_selection(form, cart)
    selection is None and abort(422, "Please choose a service point.")
    values = [order_id, *address, *(selection.get(name) for name in ["id", *FIELDS])]
    insert = f"INSERT INTO orders VALUES ({'?, ' * 10}?) ON CONFLICT DO NOTHING RETURNING id"
    if query(insert, values) and selection:
        with suppress(HTTPException):  # The order stands without this, and its label does it again.
            ask("PATCH", f"/{selection['id']}", {"reference": order_id})
    return page

@app.get("/orders/<order_id>")
def show(order_id):
    order = query("SELECT * FROM orders WHERE id = ?", [order_id]) or abort(404, "There is no such order.")
    return render_template("order.html", **{key: order[key] or "" for key in order.keys()})

# The back office's alone. Method and weight are still to come: docs/data-flow.md.
@app.post("/orders/<order_id>/label")
def label(order_id):
    hmac.compare_digest(request.headers.get("Back-Office-Secret", "").encode(), BACK_OFFICE) or abort(403)
    order = query("SELECT * FROM orders WHERE id = ?", [order_id]) or abort(404, "There is no such order.")
    address = {name: order[name] for name in ["name", "house_number", "postal_code", "city"]}
    address |= {"address_line_1": order["street"], "country_code": order["country"]}
    if not order["selection_id"]:
        return {"to_address": address}
    if order["to_post_number"]:  # The proxy erases its own in time.
        address["po_box"] = order["to_post_number"]
    shipment, path = {"to_service_point": {"id": str(order["service_point_id"])}}, f"/{order['selection_id']}"
    if ask("PATCH", path, {"reference": order_id}):
        checked = ask("POST", f"{path}/recheck") or abort(503)
        checked["is_available"] is False and abort(409, "The service point takes no parcels now.")
        checked["is_available"] or abort(503, "The point cannot be checked. Please try again.")
        shipment["to_service_point"]["id"] = str(checked["service_point_id"])
        shipment |= ask("GET", f"{path}/handoff/shipment-v3") or {}
    return {**shipment, "to_address": {**shipment.get("to_address", {}), **address}}

@app.errorhandler(HTTPException)
def refuse(error):
    return render_template("refused.html", reason=error.description), error.code
