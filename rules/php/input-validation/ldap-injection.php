<?php

// ruleid: php.ldap.injection
$found = ldap_search($link, 'dc=example', "(uid={$_POST['user']})");
$filter = '(&(objectClass=person)(mail=' . $_GET['mail'] . '))';
// ruleid: php.ldap.injection
$found = \ldap_list($link, 'dc=example', $filter);
// ruleid: php.ldap.injection
ldap_bind($link, 'uid=' . $_POST['user'] . ',dc=example', $_POST['password']);
// ok: php.ldap.injection
$found = ldap_search($link, 'dc=example', '(uid=' . ldap_escape($_POST['user'], '', LDAP_ESCAPE_FILTER) . ')');
// ok: php.ldap.injection
$found = ldap_search($link, 'dc=example', '(objectClass=*)');
// ok: php.ldap.injection
$found = ldap_search($link, 'dc=example', '(uidNumber=' . (int) $_GET['id'] . ')');
