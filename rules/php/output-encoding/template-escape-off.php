<?php

// ruleid: php.template.escape-off
$twig = new \Twig\Environment($loader, ['autoescape' => false]);
// ruleid: php.template.escape-off
$twig = new Environment($loader, ['cache' => 'a', 'autoescape' => false]);
// ruleid: php.template.escape-off
$smarty->setEscapeHtml(false);
// ok: php.template.escape-off
$twig = new \Twig\Environment($loader, ['autoescape' => 'html']);
// ok: php.template.escape-off
$twig = new \Twig\Environment($loader);
// ok: php.template.escape-off
$smarty->setEscapeHtml(true);
