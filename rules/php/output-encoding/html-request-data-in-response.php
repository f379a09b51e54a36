<?php

use Illuminate\Http\Request;
use Symfony\Component\HttpFoundation\Response;

// ruleid: php.html.request-data-in-response
echo $_GET['name'];
// ruleid: php.html.request-data-in-response
echo 'Hello ' . $_GET['name'];
// ruleid: php.html.request-data-in-response
echo "<p>Hello $_GET[name]</p>";
$name = $_POST['name'] ?? '';
// ruleid: php.html.request-data-in-response
print "<p>$name</p>";
// ruleid: php.html.request-data-in-response
print('<p>' . trim($name) . '</p>');
// ruleid: php.html.request-data-in-response
printf('<p>%s</p>', $_COOKIE['name']);
// ruleid: php.html.request-data-in-response
echo '<form action="', $_SERVER['PHP_SELF'], '">';
// ok: php.html.request-data-in-response
echo htmlspecialchars($_GET['name']);
// ok: php.html.request-data-in-response
echo 'Hello ' . htmlentities($name, ENT_QUOTES);
// ok: php.html.request-data-in-response
echo (int) $_GET['page'];
// ok: php.html.request-data-in-response
echo count($_POST['names']);
// ok: php.html.request-data-in-response
echo '<a href="?q=' . urlencode($_GET['q']) . '">';
// ok: php.html.request-data-in-response
echo json_encode(['name' => $_GET['name']]);
// ok: php.html.request-data-in-response
echo esc_html($_GET['name']);
// ok: php.html.request-data-in-response
echo isset($_GET['name']) ? 'yes' : 'no';

class HelloController
{
    public function hello(Request $request)
    {
        // ruleid: php.html.request-data-in-response
        $answer = response('Hello ' . $request->input('name'));
        // ruleid: php.html.request-data-in-response
        $answer = new Response('<h1>' . $request->query->get('name') . '</h1>');
        // ok: php.html.request-data-in-response
        $answer = response()->json(['name' => $request->input('name')]);
        // ok: php.html.request-data-in-response
        $answer = view('hello', ['name' => $request->input('name')]);
        // ok: php.html.request-data-in-response
        $answer = response('Hello ' . e($request->input('name')));
        // unsure: php.html.request-data-in-response
        $answer = new Response(MenuBuilder::languageOptions($request->query->get('language')));
        // unsure: php.html.request-data-in-response
        echo $nameField->show($_POST['name'] ?? '');
        // unsure: php.html.request-data-in-response
        echo '<p>' . Text::q($_POST['name']) . '</p>';
        // ruleid: php.html.request-data-in-response
        $answer = new Response(Greeter::greet($request->query->get('name')));
    }
}

$app->get('/hello/{name}', function ($request, $response, $args) {
    // ruleid: php.html.request-data-in-response
    $response->getBody()->write('Hello ' . $args['name']);

    return $response;
});
?>
<!-- ruleid: php.html.request-data-in-response -->
<p><?= $_GET['name'] ?></p>
<!-- ruleid: php.html.request-data-in-response -->
<p><?php echo $name ?></p>
<!-- ok: php.html.request-data-in-response -->
<p><?= htmlspecialchars($_GET['name']) ?></p>
