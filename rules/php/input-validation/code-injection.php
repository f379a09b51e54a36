<?php

// ruleid: php.code.injection
eval($_POST['code']);
$sum = $_GET['a'] . '+' . $_GET['b'];
// ruleid: php.code.injection
eval("\$result = $sum;");
// ruleid: php.code.injection
assert($_GET['check']);
// ruleid: php.code.injection
$f = create_function('$x', 'return ' . $_GET['body'] . ';');
// ruleid: php.code.injection
echo preg_replace($_GET['pattern'], $_GET['into'], $text);
// ruleid: php.code.injection
$twig->createTemplate($request->get('template'))->render();
// ruleid: php.code.injection
echo Blade::render('Hello ' . $request->input('name'));
// ok: php.code.injection
eval('$result = ' . (int) $_GET['a'] . ';');
// ok: php.code.injection
assert(is_string($_GET['check']));
// ok: php.code.injection
echo preg_replace('/[^a-z]/', '', $_GET['name']);
// ok: php.code.injection
echo Blade::render('Hello {{ $name }}', ['name' => $request->input('name')]);
// ok: php.code.injection
$twig->createTemplate('Hello {{ name }}')->render(['name' => $_GET['name']]);
