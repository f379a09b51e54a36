<?php

// ruleid: php.include.file-from-request
include $_GET['page'];
// ruleid: php.include.file-from-request
require 'pages/' . $_GET['page'] . '.php';
$page = $_REQUEST['page'] ?? 'start';
// ruleid: php.include.file-from-request
include_once("pages/$page.php");
// ruleid: php.include.file-from-request
require_once __DIR__ . '/' . $page;
// ok: php.include.file-from-request
include 'pages/start.php';
// ok: php.include.file-from-request
require __DIR__ . '/pages/' . basename($_GET['page']) . '.php';
$pages = ['start' => 'start.php', 'help' => 'help.php'];
// ok: php.include.file-from-request
include $pages[$_GET['page']];
if (in_array($page, ['start', 'help'])) {
    // ok: php.include.file-from-request
    include "pages/$page.php";
}
