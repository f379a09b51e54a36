<?php

class Users
{
    public function named(string $name)
    {
        // ruleid: php.sql.formatted-value
        $answer = $this->db->query("SELECT * FROM users WHERE name = '$name'");
    }

    public function older($age, $team)
    {
        // ruleid: php.sql.formatted-value
        $answer = DB::select('SELECT * FROM users WHERE age > ' . $age);
        // ok: php.sql.formatted-value
        $answer = DB::select('SELECT * FROM users WHERE age > ?', [$age]);
        // ok: php.sql.formatted-value
        $answer = $this->db->query('SELECT * FROM users WHERE age > ' . (int) $age);
        // ok: php.sql.formatted-value
        $answer = $this->db->query('SELECT * FROM users WHERE name = ' . $this->db->quote($team));
    }
}
