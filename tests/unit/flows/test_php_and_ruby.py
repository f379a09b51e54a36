"""Flows through the functions, methods, closures and collections of one file of PHP or Ruby."""

from __future__ import annotations

import pytest

from tests.unit.flows.judging import sinks

PHP = [
    ("<?php function h($x) { SINK($x); } h(SOURCE());", ["$x"]),
    ("<?php function h($x) { return $x; } function g() { SINK(h(SOURCE())); }", ["h(SOURCE())"]),
    ("<?php function h() { SINK($x); } $x = SOURCE(); h();", []),
    ("<?php function h() { global $x; SINK($x); } $x = SOURCE(); h();", ["$x"]),
    ("<?php function h(...$all) { SINK($all); } h(1, SOURCE());", ["$all"]),
    ("<?php function h($a, $b = 1) { SINK($a); SINK($b); } h(b: SOURCE(), a: 1);", ["$b"]),
    (
        "<?php class S { public function __construct(private $c, $d) { $this->d = 1; } function go() { SINK($this->c); SINK($this->d); } } (new S(SOURCE(), 1))->go();",
        ["$this->c"],
    ),
    (
        "<?php class S { public $v; function set($v) { $this->v = $v; return $this; } function go() { SINK($this->v); } } $s = new S(); $s->set(SOURCE())->go();",
        ["$this->v"],
    ),
    ("<?php class S { static function go($x) { SINK($x); } function r() { self::go(SOURCE()); } } ", ["$x"]),
    (
        "<?php class B { function go($x) { SINK($x); } } class S extends B { function r() { $this->go(SOURCE()); } }",
        ["$x"],
    ),
    (
        "<?php class D { function go($x) { SINK($x); } } class S { function __construct(private readonly D $d) {} function r() { $this->d->go(SOURCE()); } }",
        ["$x"],
    ),
    (
        "<?php class D { function go($x) { SINK($x); } } class S { private D $d; function r() { $this->d->go(SOURCE()); } }",
        ["$x"],
    ),
    (
        "<?php trait T { function go($x) { SINK($x); } } class S { use T; function r() { $this->go(SOURCE()); } }",
        ["$x"],
    ),
    (
        "<?php class A { function m() { SINK(static::$s); } static $s; static function q() { self::$s = SOURCE(); } }",
        ["static::$s"],
    ),
    (
        "<?php $o = new class(SOURCE()) { function __construct(private $q) {} function go() { SINK($this->q); } }; $o->go();",
        ["$this->q"],
    ),
    ("<?php class A { function m() { $this->a = SOURCE(); SINK(date('Y')); } }", []),
    (
        "<?php function g() { $a = SOURCE(); $b = SOURCE(); $f = function () use ($a) { SINK($a); SINK($b); }; $f(); }",
        ["$a"],
    ),
    ("<?php function g() { $a = SOURCE(); $f = fn($x) => SINK($x . $a); $f(1); }", ["$x . $a"]),
    ("<?php array_map(fn($x) => SINK($x), [SOURCE()]);", ["$x"]),
    ("<?php SINK(array_map(fn($x) => CLEAN($x), [SOURCE()]));", []),
    ("<?php $a = ['x' => SOURCE(), 'y' => 1]; SINK($a['x']); SINK($a['y']);", ["$a['x']"]),
    ("<?php $a = []; $a['x'] = SOURCE(); $a['y'] = 1; SINK($a['x']); SINK($a['y']);", ["$a['x']"]),
    ("<?php $a = []; $a[] = SOURCE(); SINK($a[0]);", ["$a[0]"]),
    (
        "<?php ['x' => $p, 'y' => $q] = ['x' => SOURCE(), 'y' => 1]; SINK($p); SINK($q); [, $r] = [1, SOURCE()]; SINK($r);",
        ["$p", "$r"],
    ),
    ("<?php foreach (['k' => SOURCE()] as $k => $v) { SINK($k); SINK($v); }", ["$v"]),
    ("<?php SINK(match (true) { default => SOURCE() });", ["match (true) { default => SOURCE() }"]),
    ("<?php $x = cond() ? SOURCE() : throw new E(); SINK($x ?: 'a');", ["$x ?: 'a'"]),
    ("<?php $x = SOURCE(); if (!in_array($x, ['a', 'b'], true)) { die('no'); } SINK($x);", []),
    ("<?php $x = SOURCE(); if (!isset($m[$x])) { return; } SINK($x);", []),
    ('<?php $x = (int) SOURCE(); SINK($x); SINK("a {$x} " . SOURCE());', ['"a {$x} " . SOURCE()']),
    ("<?php preg_match('/x/', SOURCE(), $m); SINK($m[1]);", ["$m[1]"]),
    ("<?php $x = SOURCE(); view(SINK(compact('x')));", ["compact('x')"]),
    (
        "<?php call_user_func('h', SOURCE()); call_user_func_array([new A(), 'm'], [SOURCE()]); function h($x) { SINK($x); } class A { function m($y) { SINK($y); } }",
        ["$x", "$y"],
    ),
    ("<?php $date = SOURCE(); SINK(date('Y')); $t = <<<A\n x $date\nA; SINK($t);", ["$t"]),
]
RUBY = [
    ("def h(x)\n  SINK(x)\nend\nh(SOURCE())\n", ["x"]),
    ("def h(x)\n  SINK x\nend\n", []),
    ("def h(x)\n  x + 'a'\nend\ndef g\n  SINK(h(SOURCE()))\nend\n", ["h(SOURCE())"]),
    ("def user\n  SOURCE()\nend\ndef g\n  SINK(user)\nend\n", ["user"]),
    (
        "class A\n  def user\n    SOURCE()\n  end\n  def g\n    SINK(user)\n    user = 1\n    SINK(user)\n  end\nend\n",
        ["user"],
    ),
    (
        "class S\n  attr_reader :c, :d\n  def initialize(c, d)\n    @c = c\n    @d = d\n  end\n  def go\n    SINK(@c)\n    SINK(@d)\n  end\nend\ns = S.new(SOURCE(), 1)\ns.go\nSINK(s.c)\nSINK(s.d)\n",
        ["@c", "s.c"],
    ),
    ("class S\n  def set\n    @v = SOURCE()\n  end\n  def go\n    SINK(@v)\n    SINK(@w)\n  end\nend\n", ["@v"]),
    ("class S\n  def self.go(x)\n    SINK(x)\n  end\nend\nS.go(SOURCE())\n", ["x"]),
    (
        "module H\n  def go(x)\n    SINK(x)\n  end\nend\nclass S\n  include H\n  def r\n    go(SOURCE())\n  end\nend\n",
        ["x"],
    ),
    ("class B\n  def go(x) = SINK(x)\nend\nclass S < B\n  def r\n    go(SOURCE())\n  end\nend\n", ["x"]),
    ("class S\n  private def go(x)\n    SINK(x)\n  end\n  def r\n    self.go(SOURCE())\n  end\nend\n", ["x"]),
    ("class S\n  class << self\n    def go(x)\n      SINK(x)\n    end\n  end\nend\nS.go(SOURCE())\n", ["x"]),
    ("def h(a:, b: 1)\n  SINK(a)\n  SINK(b)\nend\nh(b: SOURCE(), a: 1)\n", ["b"]),
    ("def h(*all)\n  SINK(all)\nend\nh(1, SOURCE())\n", ["all"]),
    ("run = ->(v) { SINK(v) }\nrun.call(SOURCE())\nrun2 = lambda do |w|\n SINK(w)\nend\nrun2.(SOURCE())\n", ["v", "w"]),
    ("get '/x' do\n  a = SOURCE()\n  [1].each { |q| SINK(a + q) }\nend\n", ["a + q"]),
    ("[SOURCE()].each { |v| SINK(v) }\n", ["v"]),
    ("SINK([SOURCE()].map { |v| CLEAN(v) })\nSINK([SOURCE()].map { |v| v })\n", ["[SOURCE()].map { |v| v }"]),
    ("x = 1\n[1].each { x = SOURCE() }\nSINK(x)\n", ["x"]),
    (
        "h = { a: SOURCE(), 'b' => 1 }\nSINK(h[:a])\nSINK(h[:b])\nSINK(h.fetch(:b))\nh[:b] = SOURCE()\nSINK(h[:b])\n",
        ["h[:a]", "h[:b]"],
    ),
    ("l = []\nl << 'a' << SOURCE()\nSINK(l)\n", ["l"]),
    ("a, b = 1, SOURCE()\nSINK(a)\nSINK(b)\n", ["b"]),
    ("def h(x)\n  if x\n    SOURCE()\n  else\n    1\n  end\nend\nSINK(h(1))\n", ["h(1)"]),
    (
        "x = if a then SOURCE() else 1 end\nSINK(x)\ny = case a\n  when 1 then SOURCE()\n  else 2\nend\nSINK(y)\n",
        ["x", "y"],
    ),
    ("def h\n  go\nrescue E => e\n  SOURCE()\nensure\n  1\nend\nSINK(h)\n", ["h"]),
    ("def g\n  x = SOURCE()\n  return unless %w[a b].include?(x)\n  SINK(x)\nend\n", []),
    ("def g\n  x = SOURCE()\n  raise 'a' unless LIST.include?(x)\n  SINK(x)\nend\n", []),
    ('x = SOURCE()\nSINK("a #{x}")\nSINK(`ls #{x}`)\nSINK(%w[a b])\n', ['"a #{x}"', "`ls #{x}`"]),
    ("class A < B\n  get '/x' do\n    go(SOURCE())\n  end\n  def go(x)\n    SINK(x)\n  end\nend\n", ["x"]),
    ("class A\n  def a\n    @q = SOURCE()\n    SINK(root_path)\n    SINK(foo('x'))\n  end\nend\n", []),
    ("x = SOURCE()\ndef h\n  SINK(x)\nend\nh\n", []),
    ("def g\n  method(:h).call(SOURCE())\nend\ndef h(x)\n  SINK(x)\nend\n", ["x"]),
    ("def g\n  SINK(SOURCE().tap { |q| q }.then { |r| r })\nend\n", ["SOURCE().tap { |q| q }.then { |r| r }"]),
    ("o.name = SOURCE()\no = S.new\no.name = SOURCE()\nSINK(o.name)\n\n", ["o.name"]),
]


@pytest.mark.parametrize(("text", "expected"), PHP)
def test_data_is_followed_through_a_file_of_php(text: str, expected: list[str]) -> None:
    assert sinks("a.php", text) == expected


@pytest.mark.parametrize(("text", "expected"), RUBY)
def test_data_is_followed_through_a_file_of_ruby(text: str, expected: list[str]) -> None:
    assert sinks("a.rb", text) == expected
