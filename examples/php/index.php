<?php
// A shop's backend in plain PHP, as far as the parcel goes: no order without a valid service point.
declare(strict_types=1);

foreach (['PROXY_URL', 'SHOP', 'ISSUER', 'SIGNING_SECRET', 'BACKEND_SECRET'] as $name)
    define($name, getenv("PICKER_$name") ?: throw new Exception("PICKER_$name is not set"));
define('ORDERS', getenv('ORDERS') ?: throw new Exception('ORDERS is not set')); // Served by no web server.
const ADDRESS = ['name', 'street', 'house_number', 'postal_code', 'city', 'country'];
const FIELDS = ['service_point_id', 'to_post_number', 'carrier'];
class Refused extends Exception {} // Its code is the status, its message is for whoever asked.

/** Asks the proxy about selections. */
function ask(string $method, string $path, array $body = [], array $query = []): array {
    $url = PROXY_URL . "/api/selections$path?" . http_build_query(['shop' => SHOP] + $query);
    $header = ['Authorization: Bearer ' . BACKEND_SECRET, 'Content-Type: application/json'];
    $options = ['method' => $method, 'header' => $header, 'timeout' => 10, 'ignore_errors' => true];
    $options['content'] = $body ? json_encode($body) : '';
    $answer = @fopen($url, 'r', context: stream_context_create(['http' => $options]));
    $head = $answer ? stream_get_meta_data($answer)['wrapper_data'] : [''];
    return match (substr($head[0], 9, 3)) {
        '200' => json_decode(stream_get_contents($answer), true, flags: JSON_THROW_ON_ERROR),
        '404' => throw new Refused('Please choose a service point.', 422),
        default => throw new Exception("the proxy does not answer $method as it should"),
    };
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
    return $isType && $isOurs ? $claims : null;
}

/** The cart's selection: what the token proves, else what the proxy keeps. */
function findSelection(array $form, string $cart): array {
    // The fields were lost on their way, which is no reason to lose the order.
    if (($form['service_point_token'] ?? '') === '') return ask('GET', '', query: ['reference' => $cart]);
    $claims = verify($form['service_point_token'])
        ?? throw new Refused('The service point could not be verified. Please choose it again.', 422);
    $isSigned = fn($name) => ($form[$name] ?? (string) $claims[$name]) === (string) $claims[$name];
    if ($claims['reference'] !== $cart || array_filter(FIELDS, $isSigned) !== FIELDS)
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

/** Stores the order that a form makes. A cart's second one changes nothing. */
function place(PDO $orders, array $form, string $cart): string {
    if ($cart === '') throw new Refused('Your cart has ended. Please start again.', 422);
    foreach (ADDRESS as $name)
        preg_match('/^\s*\S.{0,99}$/u', $form[$name] ?? '') || throw new Refused('The address has gaps.', 422);
    // At home nothing of a service point counts, whatever the form holds.
    $selection = ($form['delivery_method'] ?? '') === 'home' ? [] : findSelection($form, $cart);
    $order = [hash('sha256', $cart), ...array_map(fn($name) => $form[$name], ADDRESS)];
    foreach (['id', ...FIELDS] as $name) $order[] = $selection[$name] ?? null;
    $orders->prepare('INSERT INTO orders VALUES (?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING')->execute($order);
    try {
        if ($selection) ask('PATCH', "/{$selection['id']}", ['reference' => $order[0]]);
    } catch (Exception) {} // The order stands without this, and its label does it again.
    setcookie('cart', '', 1);
    header("Location: /orders/$order[0]", response_code: 303);
    return '';
}

/** What goes to Sendcloud. Method and weight are still to come: docs/data-flow.md. */
function label(array $order): string {
    $body = ['parcel' => array_intersect_key($order, array_flip(ADDRESS)) + ['address' => $order['street']]];
    unset($body['parcel']['street']);
    if ($order['selection_id'] !== null) {
        $path = "/{$order['selection_id']}";
        ask('PATCH', $path, ['reference' => $order['id']]);
        $isAvailable = ask('POST', "$path/recheck")['is_available'];
        if ($isAvailable === false) throw new Refused('The service point takes no parcels now.', 409);
        if ($isAvailable === null) throw new Refused('Nobody could tell. Please try again.', 503); // No label on that.
        $body = array_replace_recursive($body, ask('GET', "$path/handoff/parcel-v2"));
    }
    header('Content-Type: application/json');
    return json_encode($body, JSON_THROW_ON_ERROR);
}

try {
    $orders = new PDO('sqlite:' . ORDERS);
    $orders->exec('CREATE TABLE IF NOT EXISTS orders (id TEXT PRIMARY KEY, name TEXT, street TEXT,
        house_number TEXT, postal_code TEXT, city TEXT, country TEXT, selection_id TEXT,
        service_point_id INTEGER, to_post_number TEXT, carrier TEXT)');
    $path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
    $found = $orders->prepare('SELECT * FROM orders WHERE id = ?');
    $found->execute([explode('/', $path)[2] ?? '']);
    $order = $found->fetch(PDO::FETCH_ASSOC);
    echo match ($_SERVER['REQUEST_METHOD'] . ' ' . ($order ? str_replace($order['id'], '*', $path) : $path)) {
        'GET /' => checkout($_COOKIE['cart'] ?? bin2hex(random_bytes(16))), // Unguessable: it is the reference.
        'POST /orders' => place($orders, array_filter($_POST, 'is_string'), $_COOKIE['cart'] ?? ''),
        'GET /orders/*' => page('order.html', $order),
        'POST /orders/*/label' => label($order), // The back office's, so behind its login.
        default => throw new Refused('There is no such page.', 404),
    };
} catch (Throwable $failure) {
    $isOurs = $failure instanceof Refused;
    if (!$isOurs) error_log($failure->getMessage());
    $reason = $isOurs ? $failure->getMessage() : 'Something does not answer. Please try again.';
    http_response_code($isOurs ? $failure->getCode() : 503);
    echo page('refused.html', ['reason' => $reason]);
}
