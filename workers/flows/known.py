"""What is known of methods and operators by their names alone, in every language: tables."""

from __future__ import annotations

from collections.abc import Mapping

COMPARISONS = frozenset("== != === !== < > <= >= in not-in instanceof is !? is not".split()) | {"not in", "is not"}
"""Their result is a truth value, which carries nobody's text."""
DIFFERENCES = frozenset("- - -? << >> >>> & ^".split())
"""Their result is a number."""
NUMBERS = frozenset(
    "length size len count indexOf lastIndexOf compareTo hashCode charCodeAt getTime ordinal strlen "
    "mb_strlen strpos stripos strcmp strcasecmp filesize filemtime "
    "Length Count LongCount IndexOf LastIndexOf CompareTo GetHashCode".split()
)
"""Fields and methods whose result is a number."""
TRUTHS = frozenset(
    "Equals StartsWith EndsWith ContainsKey ContainsValue IsNullOrEmpty IsNullOrWhiteSpace IsMatch Exists "
    "equals equalsIgnoreCase startsWith endsWith contains containsKey isEmpty includes has hasOwnProperty startswith "
    "endswith isdigit isalnum isalpha HasPrefix HasSuffix Contains isPresent exists test every some any "
    "in_array array_key_exists isset empty is_numeric is_int is_string is_array is_null ctype_digit ctype_alnum "
    "str_contains str_starts_with str_ends_with file_exists is_file is_dir preg_match hash_equals "
    "password_verify method_exists class_exists function_exists".split()
)
"""Methods that answer yes or no."""
ADDS = frozenset(
    "Add AddRange TryAdd Append AppendLine AppendFormat AppendJoin Insert Push Enqueue AddFirst AddLast WriteLine "
    "add append push unshift offer addLast addFirst addElement addAll extend insert write writeln print println "
    "WriteString WriteByte WriteRune Write appendleft update concat enqueue putAll prepend merge! "
    "push_str insert_str push_back push_front extend_from_slice".split()
)
"""Methods that put what they are given into their object."""
PUTS = frozenset("put set setdefault setProperty setAttribute putIfAbsent Set Store setItem store".split())
"""Methods that put a value under a key."""
GETS = frozenset(
    "get getOrDefault getProperty getAttribute at elementAt Load getItem pop fetch dig getValue getOrElse "
    "getOrNull".split()
)
"""Methods that give out what stands under a key."""
INTO_FIRST = frozenset("Fprintf Fprint Fprintln".split())
"""Functions that put what they are given into their first argument."""
REMOVES = frozenset("remove removeFirst removeLast shift splice delete clear".split())
"""Methods that take something out of their object."""
EACH = frozenset(
    "Select SelectMany Where ForEach Aggregate ToDictionary ContinueWith "
    "map forEach filter flatMap reduce find some every then finally catch tap pipe subscribe each collect select "
    "ifPresent orElseGet thenApply thenAccept thenCompose computeIfAbsent mapValues let also apply "
    "and_then filter_map flat_map for_each map_or map_or_else inspect take_while "
    "mapNotNull mapIndexed flatMapTo mapTo onEach forEachIndexed associateWith associateBy takeIf takeUnless use "
    "useLines".split()
)
"""Methods that call a function with what is in their object."""
CALL_THEMSELVES: Mapping[str, frozenset[str]] = {
    "csharp": frozenset({"Invoke", "DynamicInvoke"}),
    "kotlin": frozenset({"invoke"}),
    "java": frozenset(
        "get accept apply test run call getAsInt getAsLong getAsDouble getAsBoolean applyAsInt applyAsLong "
        "applyAsDouble".split()
    ),
}
"""By language: methods of a function that is a value, which call it."""
EACH_GIVEN = frozenset(
    "array_map array_walk array_filter array_reduce usort uasort uksort preg_replace_callback iterator_apply".split()
)
"""Functions that call a function with what else they are given (PHP)."""
MAPPED = "array_map"
MADE_BY_CALLS = frozenset({MAPPED})
"""Those of them whose result is what the function gives."""
CONSTRUCTORS: Mapping[str, str] = {
    "javascript": "constructor",
    "typescript": "constructor",
    "python": "__init__",
    "php": "__construct",
    "ruby": "initialize",
}
"""By language: the method that makes an object; elsewhere it has the name of its class."""
COLLECTIONS = frozenset(
    "List Dictionary HashSet Queue Stack ConcurrentDictionary SortedDictionary StringWriter "
    "ArrayList LinkedList Vector ArrayDeque HashMap LinkedHashMap TreeMap ConcurrentHashMap HashSet Map Set Array "
    "StringBuilder StringBuffer Hashtable Properties".split()
)
"""Classes of the languages' own libraries whose objects are empty at first."""
NOTHING_SAID = frozenset("err error ok found exists".split())
"""What Go's functions give beside their result: it says how the call went."""
REQUESTS = frozenset("req request ctx".split())
"""What a request is called by those who hand it on."""
REQUEST_PARTS = frozenset(
    "query body params cookies headers originalUrl args form values GET POST data json files COOKIES META FILES "
    "query_params match_info path_params query_string get_json".split()
)
"""Its fields that are what a client sends."""
CHARACTERS = frozenset({"charAt", "at"})
"""Methods that give out one character of a text."""
