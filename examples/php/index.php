<?php
// A shop's backend in plain PHP, as far as the parcel goes: no order without a valid service point.
declare(strict_types=1);
const SETTINGS = 'PICKER_PROXY_URL PICKER_SHOP PICKER_ISSUER PICKER_SIGNING_SECRET PICKER_BACKEND_SECRET';
foreach (explode(' ', SETTINGS . ' BACK_OFFICE_SECRET ORDERS') as $name) // No web server serves ORDERS.
    define(str_replace('PICKER_', '', $name), getenv($name) ?: throw new Exception("$name is not set"));
const ADDRESS = ['name', 'street', 'house_number', 'postal_code', 'city', 'country'];
const FIELDS = ['service_point_id', 'to_post_number', 'carrier'];
class Refused extends Exception {} // Its code is the status, its message is for whoever asked.
/** Asks the proxy about selections; null where it has none, or has erased what a hand-off needs. */
function ask(string $method, string $path, array $body = [], array $query = []): ?array {
    $url = PROXY_URL . "/api/selections$path?" . http_build_query(['shop' => SHOP] + $query);
    $header = ['Authorization: Bearer ' . BACKEND_SECRET, 'Content-Type: application/json'];
    $options = compact('method', 'header') + ['timeout' => 10, 'ignore_errors' => true];
    if ($body) $options['content'] = json_encode($body);
    $answer = @fopen($url, 'r', context: stream_context_create(['http' => $options]));
    $status = substr($answer ? stream_get_meta_data($answer)['wrapper_data'][0] : '', 9, 3);
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
function find(PDO $orders, string $id): array|false {
    $found = $orders->prepare('SELECT * FROM orders WHERE id = ?');
    return $found->execute([$id]) ? $found->fetch(PDO::FETCH_ASSOC) : false;
}
/** Makes the order of a cart that has none yet. */
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
    try { // The order stands without this, and its label does it again.
        if ($insert->rowCount() && $selection) ask('PATCH', "/{$selection['id']}", ['reference' => $id]);
    } catch (Exception $failure) { error_log($failure->getMessage()); }
}
/** What goes to Sendcloud. Method and weight are still to come: docs/data-flow.md. */
function label(array $order): array {
    $given = $_SERVER['HTTP_BACK_OFFICE_SECRET'] ?? '';
    hash_equals(BACK_OFFICE_SECRET, $given) || throw new Refused('This is for the back office.', 403);
    $address = array_intersect_key($order, array_flip(array_diff(ADDRESS, ['street'])));
    $body = ['parcel' => $address + ['address' => $order['street']]];
    if ($order['selection_id'] === null) return $body;
    $path = "/{$order['selection_id']}";
    $isKept = ask('PATCH', $path, ['reference' => $order['id']]) !== null;
    $checked = $isKept ? ask('POST', "$path/recheck") : $order + ['is_available' => true];
    if ($checked['is_available'] === false) throw new Refused('The service point takes no parcels now.', 409);
    if (!$checked['is_available']) throw new Refused('The point cannot be checked. Please try again.', 503);
    $body['parcel']['to_service_point'] = (int) $checked['service_point_id'];
    $body = array_replace_recursive($body, ($isKept ? ask('GET', "$path/handoff/parcel-v2") : null) ?? []);
    $body['parcel']['to_post_number'] = $order['to_post_number'] ?? ''; // The proxy erases its own in time.
    return $body;
}

header('Cache-Control: no-store');
umask(0077);
try {
    $orders = new PDO('sqlite:' . ORDERS);
    $columns = implode(', ', [...ADDRESS, 'selection_id', ...FIELDS]);
    $orders->exec("CREATE TABLE IF NOT EXISTS orders (id PRIMARY KEY, $columns)");
    [, $folder, $id, $action] = explode('/', parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH)) + ['', '', '', ''];
    $hasCart = preg_match('/^[A-Za-z0-9_-]{20,64}$/D', $_COOKIE['cart'] ?? '');
    $cart = $hasCart ? $_COOKIE['cart'] : bin2hex(random_bytes(16)); // Unguessable: it is the reference.
    $order = $id === '' ? [] : (find($orders, $id) ?: throw new Refused('There is no such order.', 404));
    switch ("$_SERVER[REQUEST_METHOD] /$folder" . ($order ? "/*/$action" : '')) {
        case 'GET /':
            setcookie('cart', $cart, ['httponly' => true, 'samesite' => 'Lax']); // HTTPS: 'secure' => true.
            exit(page('checkout.html', ['proxy' => PROXY_URL, 'shop' => SHOP, 'reference' => $cart]));
        case 'POST /orders':
            if (!$hasCart) throw new Refused('Your cart has ended. Please start again.', 422);
            $id = hash('sha256', $cart);
            if (!find($orders, $id)) place($orders, $id, array_filter($_POST, 'is_string'), $cart);
            setcookie('cart', '', 1);
            exit(header("Location: /orders/$id", response_code: 303));
        case 'GET /orders/*/': exit(page('order.html', $order));
        case 'POST /orders/*/label':
            exit(header('Content-Type: application/json') ?? json_encode(label($order), JSON_THROW_ON_ERROR));
    }
    throw new Refused('There is no such page.', 404);
} catch (Throwable $failure) {
    $isOurs = $failure instanceof Refused;
    if (!$isOurs) error_log($failure->getMessage());
    header('Content-Type: text/html; charset=utf-8', response_code: $isOurs ? $failure->getCode() : 503);
    $reason = $isOurs ? $failure->getMessage() : 'Something does not answer. Please try again.';
    echo page('refused.html', ['reason' => $reason]);
}
