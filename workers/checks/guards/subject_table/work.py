"""How much work an input may cause, and what happens when that fails."""

from __future__ import annotations

from bot.model import Area, Severity
from workers.checks.guards.subject_table.row import Subject, terms

WORK = (
    Subject(
        "pattern",
        1333,
        Severity.MEDIUM,
        Area.RESOURCE_LIMITS,
        "A regular expression",
        "How long does it take for a text of some thousand characters that nearly fits?",
        "Let no two repetitions share characters, or bound the text before.",
        terms("backtrack backtracking catastrophic match_timeout possessive redos regex_timeout"),
        terms("pattern regex regexp"),
    ),
    Subject(
        "recursion",
        674,
        Severity.MEDIUM,
        Area.RESOURCE_LIMITS,
        "A limit of depth",
        "What ends this now when the input goes deeper and deeper, or round in a circle?",
        "Count the depth or remember what was visited, and stop.",
        terms("""
            already_visited circular circular_reference cyclic depth endless hop infinite infinite_loop
            infinite_recursion max_depth max_nesting nest_limit nested_depth nested_level nesting nesting_level
            recurse recursion recursion_limit recursive recursively stack_overflow stackoverflowerror visited
        """),
        terms("cycle level loop nested seen stack"),
    ),
    Subject(
        "memory-bounds",
        125,
        Severity.MEDIUM,
        Area.INPUT_VALIDATION,
        "A check of a length or an index",
        "What does this read or write now when the numbers in the input are wrong?",
        "Compare length and index with what is there before they are used.",
        terms("""
            @index array_bound bad_length bad_size bound_check buffer check_bound check_index index_out
            insufficient int_overflow integer_overflow invalid_index invalid_length invalid_offset invalid_size
            negative_length negative_size not_enough out_bound out_range overflow remaining short_buffer
            too_short truncated underflow unexpected_eof wrong_length wrong_size
        """),
        terms("available bound byte cursor eof index length negative offset position range remain slice"),
    ),
    Subject(
        "limit",
        770,
        Severity.MEDIUM,
        Area.RESOURCE_LIMITS,
        "A limit",
        "What bounds this now when the input is made to be huge?",
        "Keep a limit that holds before the work is done.",
        terms("""
            413 431 @bound bomb concurrency content_too cpu deadline denial_service dos exceed exceeded
            exceeding exceeds limit limit_reader limited_reader max_body max_byte max_connection max_count
            max_header max_item max_len max_length max_memory max_number max_size maxbytesreader maximum
            memory_limit oom oversize oversized quota read_limit read_timeout request_timeout resource_exhausted
            resource_exhaustion setreadlimit size_limit timeout too_big too_large too_long too_many
        """),
        terms("""
            amount big buffer byte capacity count large length long many max memory min number page range size
            than total
        """),
    ),
    Subject(
        "race",
        362,
        Severity.MEDIUM,
        Area.INPUT_VALIDATION,
        "A protection against running twice at once",
        "What happens now when two of these run at the same time?",
        "Hold the lock, or do the check and the change in one step.",
        terms("""
            advisory_lock atomic compare_swap concurrent exclusive for_update lock mutex race race_condition
            rlock select_update semaphore synchronized toctou unlock with_lock
        """),
        terms("acquire isolation once transaction"),
    ),
    Subject(
        "error-handling",
        755,
        Severity.MEDIUM,
        Area.ERROR_HANDLING,
        "An error handler",
        "What happens now when this fails?",
        "Keep the handler, and let the failure refuse.",
        terms("""
            catch crash error_handler exception_handler fail_closed nil_pointer null_pointer
            nullpointerexception on_error panic recover rescue segfault uncaught unhandled
        """),
        terms("fatal"),
    ),
)
