<?php
// A shop's backend in plain PHP, as far as the parcel goes: no order without a valid service point.
declare(strict_types=1);

foreach (['PROXY_URL', 'SHOP', 'ISSUER', 'SIGNING_SECRET', 'BACKEND_SECRET'] as $name)
    define($name, getenv("PICKER_$name") ?: throw new Exception("PICKER_$name is not set"));
foreach (['ORDERS', 'BACK_OFFICE_SECRET'] as $name) // The file of the orders is served by no web server.
    define($name, getenv($name) ?: throw new Exception("$name is not set"));
const ADDRESS = ['name', 'street', 'house_number', 'postal_code', 'city', 'country'];
const FIELDS = ['service_point_id', 'to_post_number', 'carrier'];
class Refused extends Exception {} // Its code is the status, its message is for whoever asked.

/** Asks the proxy about selections; null where it has none, or has erased what a hand-off needs. */
function ask(string $method, string $path, array $body = [], array $query = []): ?array {
    $url = PROXY_URL . "/api/selections$path?" . http_build_query(['shop' => SHOP] + $query);
    $header = ['Authorization: Bearer ' . BACKEND_SECRET, 'Content-Type: application/json'];
    $options = ['method' => $method, 'header' => $header, 'timeout' => 10, 'ignore_errors' => true];
    $options['content'] = $body ? json_encode($body) : '';
    $answer = @fopen($url, 'r', context: stream_context_create(['http' => $options]));
    $head = $answer ? stream_get_meta_data($answer)['wrapper_data'] : [''];
    $status = substr($head[0], 9, 3);
    if ($status === '404' || [$method, $status] === ['GET', '409']) return null;
    if ($status !== '200') throw new Exception("the proxy answered $method with '$status'");
    return json_decode(stream_get_contents($answer), true, flags: JSON_THROW_ON_ERROR);
}

/** What a token says, whether or not it has expired; null where it is not genuine. */
function verify(string $token): ?array {
    [$header, $payload, $signature] = explode('.', $token, 3) + ['', '', ''];
    $expected = base64_encode(hash_hmac('sha256', "$header.$payload", SIGNING_SECRET, true));
    // Compared as text: no second spelling of the same bytes passes.
    if (!hash_equals(rtrim(strtr($expected, '+/', '-_'), '='), $signature)) return null;
    $read = fn($part) => json_decode(base64_decode(strtr($part, '-_', '+/')), true);
    [$header, $claims] = [$read($header), $read($payload)];
    $isType = [$header['alg'] ?? '', $header['typ'] ?? ''] === ['HS256', 'selection+jwt'];
    $isOurs = [$claims['iss'] ?? '', $claims['aud'] ?? ''] === [ISSUER, SHOP];
    return $isType && $isOurs && is_int($claims['exp'] ?? null) ? $claims : null;
}

/** The cart's selection: what the token proves, else what the proxy keeps, if anything. */
function findSelection(array $form, string $cart): ?array {
    // The fields were lost on their way, which is no reason to lose the order.
    if (($form['service_point_token'] ?? '') === '') return ask('GET', '', query: ['reference' => $cart]);
    $claims = verify($form['service_point_token'])
        ?? throw new Refused('The service point could not be verified. Please choose it again.', 422);
    $signed = fn($name) => (string) ($claims[$name] ?? '');
    $isSigned = fn($name) => ($form[$name] ?? $signed($name)) === $signed($name);
    if (($claims['reference'] ?? '') !== $cart || array_filter(FIELDS, $isSigned) !== FIELDS)
        throw new Refused('The service point is not the confirmed one. Please choose it again.', 422);
    // Expired is genuine, but old. Asked by its id: it is this very selection that the shopper saw.
    return $claims['exp'] + 30 < time() ? ask('GET', "/{$claims['jti']}") : $claims + ['id' => $claims['jti']];
}

function page(string $file, array $values): string {
    $value = fn($found) => htmlspecialchars((string) ($values[$found[1]] ?? ''));
    return preg_replace_callback('/{{ (\w+) }}/', $value, file_get_contents(__DIR__ . "/../$file"));
}

function checkout(string $cart): string {
    setcookie('cart', $cart, ['httponly' => true, 'samesite' => 'Lax']); // Behind HTTPS: 'secure' => true.
    return page('checkout.html', ['proxy' => PROXY_URL, 'shop' => SHOP, 'reference' => $cart]);
}

function find(PDO $orders, string $id): array|false {
    $found = $orders->prepare('SELECT * FROM orders WHERE id = ?');
    $found->execute([$id]);
    return $found->fetch(PDO::FETCH_ASSOC);
}

/** The cart's order: the one that it has, else the one that the form makes. */
function order(PDO $orders, array $form, string $cart): string {
    if ($cart === '') throw new Refused('Your cart has ended. Please start again.', 422);
    $id = hash('sha256', $cart);
    if (!find($orders, $id)) place($orders, $id, $form, $cart);
    setcookie('cart', '', 1);
    header("Location: /orders/$id", response_code: 303);
    return '';
}

function place(PDO $orders, string $id, array $form, string $cart): void {
    foreach (ADDRESS as $name)
        preg_match('/^\s*\S.{0,99}$/u', $form[$name] ?? '') || throw new Refused('The address has gaps.', 422);
    // At home nothing of a service point counts, whatever the form holds.
    $selection = ($form['delivery_method'] ?? '') === 'home' ? [] : findSelection($form, $cart);
    if ($selection === null) throw new Refused('Please choose a service point.', 422);
    $order = [$id, ...array_map(fn($name) => $form[$name], ADDRESS)];
    foreach (['id', ...FIELDS] as $name) $order[] = $selection[$name] ?? null;
    $insert = $orders->prepare('INSERT INTO orders VALUES (?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING');
    $insert->execute($order);
    try {
        if ($insert->rowCount() && $selection) ask('PATCH', "/{$selection['id']}", ['reference' => $id]);
    } catch (Exception $failure) { // The order stands without this, and its label does it again.
        error_log($failure->getMessage());
    }
}

/** What goes to Sendcloud. Method and weight are still to come: docs/data-flow.md. */
function label(array $order): string {
    if (!hash_equals(BACK_OFFICE_SECRET, $_SERVER['HTTP_BACK_OFFICE_SECRET'] ?? ''))
        throw new Refused('This is for the back office.', 403);
    $body = ['parcel' => array_intersect_key($order, array_flip(ADDRESS)) + ['address' => $order['street']]];
    unset($body['parcel']['street']);
    if ($order['selection_id'] !== null) {
        $path = "/{$order['selection_id']}";
        $isKept = ask('PATCH', $path, ['reference' => $order['id']]) !== null;
        $checked = $isKept ? ask('POST', "$path/recheck") : $order + ['is_available' => true];
        if ($checked['is_available'] === false)
            throw new Refused('The service point takes no parcels now.', 409);
        if ($checked['is_available'] !== true)
            throw new Refused('The point cannot be checked. Please try again.', 503);
        $body['parcel']['to_service_point'] = $checked['service_point_id'];
        $fragment = $isKept ? ask('GET', "$path/handoff/parcel-v2") : null;
        $body = array_replace_recursive($body, $fragment ?? []);
        // What the proxy has erased in time stands on the order.
        $body['parcel']['to_post_number'] = $order['to_post_number'] ?? '';
    }
    header('Content-Type: application/json');
    return json_encode($body, JSON_THROW_ON_ERROR);
}

header('Cache-Control: no-store');
umask(0077);
try {
    $orders = new PDO('sqlite:' . ORDERS);
    $orders->exec('CREATE TABLE IF NOT EXISTS orders (id TEXT PRIMARY KEY, name TEXT, street TEXT,
        house_number TEXT, postal_code TEXT, city TEXT, country TEXT, selection_id TEXT,
        service_point_id INTEGER, to_post_number TEXT, carrier TEXT)');
    $path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
    $order = find($orders, explode('/', $path)[2] ?? '');
    preg_match('/^[A-Za-z0-9_-]{20,64}$/D', $_COOKIE['cart'] ?? '', $cart);
    echo match ($_SERVER['REQUEST_METHOD'] . ' ' . ($order ? str_replace($order['id'], '*', $path) : $path)) {
        'GET /' => checkout($cart[0] ?? bin2hex(random_bytes(16))), // Unguessable: it is the reference.
        'POST /orders' => order($orders, array_filter($_POST, 'is_string'), $cart[0] ?? ''),
        'GET /orders/*' => page('order.html', $order),
        'POST /orders/*/label' => label($order),
        default => throw new Refused('There is no such page.', 404),
    };
} catch (Throwable $failure) {
    $isOurs = $failure instanceof Refused;
    if (!$isOurs) error_log($failure->getMessage());
    $reason = $isOurs ? $failure->getMessage() : 'Something does not answer. Please try again.';
    http_response_code($isOurs ? $failure->getCode() : 503);
    echo page('refused.html', ['reason' => $reason]);
}
