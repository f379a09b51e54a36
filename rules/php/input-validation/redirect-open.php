<?php

use Illuminate\Http\Request;
use Symfony\Component\HttpFoundation\RedirectResponse;

// ruleid: php.redirect.open
header('Location: ' . $_GET['url']);
// ruleid: php.redirect.open
header("Location: $_GET[next]");
$next = $_POST['next'] ?? '/';
// ruleid: php.redirect.open
header("Location: {$next}", true, 302);
// ruleid: php.redirect.open
wp_redirect($_GET['redirect_to']);
// ok: php.redirect.open
header('Location: /start.php?id=' . $_GET['id']);
// ok: php.redirect.open
header('Location: https://example.org/' . $_GET['page']);
// ok: php.redirect.open
header('Location: ' . (int) $_GET['page']);
// ok: php.redirect.open
wp_safe_redirect($_GET['redirect_to']);

class LoginController
{
    public function login(Request $request)
    {
        // ruleid: php.redirect.open
        $answer = redirect($request->input('next'));
        // ruleid: php.redirect.open
        $answer = redirect()->away($request->query('url'));
        // ruleid: php.redirect.open
        $answer = new RedirectResponse($request->query->get('next'));
        // ruleid: php.redirect.open
        $answer = $this->redirect($request->get('next', '/'));
        // ok: php.redirect.open
        $answer = redirect()->route('home', ['name' => $request->input('name')]);
        // ok: php.redirect.open
        $answer = redirect('/users/' . $request->input('id'));
        // ok: php.redirect.open
        $answer = redirect()->intended('/home');
        $page = sprintf('/articles/%s/%s.html', $request->query->get('year'), $request->query->get('name'));
        // ok: php.redirect.open
        $answer = new RedirectResponse($page);
        $other = "/articles/{$request->query->get('year')}";
        // ok: php.redirect.open
        $answer = $this->redirect($other);
        // ok: php.redirect.open
        $answer = $this->output->redirect(['action' => 'show', 'page' => $request->query->get('page')]);
        $checked = $this->redirectHelper->to($request->query->get('next'));
        // unsure: php.redirect.open
        $answer = $this->redirect($checked);
        $number = Input::read($request->query->get('number'), FILTER_VALIDATE_INT);
        // ok: php.redirect.open
        $answer = new RedirectResponse($number);
        $host = sprintf('//%s/start', $request->query->get('host'));
        // ruleid: php.redirect.open
        $answer = new RedirectResponse($host);
    }
}
