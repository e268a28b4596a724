import { describe, expect, it } from "vitest";
import { outcome, testEffects } from "../../../tests/kit/scheme-effects.js";
import { createInterpreter } from "../interpreter.js";

const table = (rows: readonly (readonly [program: string, value: string])[]) => () => {
  it.each(rows)("%s", (program, value) => {
    expect(outcome(program)).toBe(value);
  });
};

describe("01 § 4.3, 08 § 9: built-ins", () => {
  describe(
    "numbers",
    table([
      ["(list (+) (+ 1 2) (+ 1 .5) (- 5) (- 5 2 1) (* 2 3.0) (/ 6 3) (/ 1 2) (/ 4))", "(0 3 1.5 -5 2 6.0 2 0.5 0.25)"],
      ["(list (quotient 7 2) (remainder -7 2) (modulo -7 2) (abs -3) (min 1 2) (max 1 2.0))", "(3 -1 1 3 1 2.0)"],
      ["(list (= 1 1.0) (< 1 2 3) (< 1 3 2) (>= 2 2 1) (> 1 2) (<= 1 1))", "(#t #t #f #t #f #t)"],
      [
        '(list (number->string 10) (number->string 255 16) (string->number "ff" 16) (string->number "x") (string->number "1.5"))',
        '("10" "ff" 255 #f 1.5)',
      ],
      [
        "(list (round 2.5) (round 3) (floor 1.7) (sqrt 16) (expt 2 10) (exact->inexact 1) (inexact->exact 2.0) (even? 2) (zero? 0.0))",
        "(2.0 3 1.0 4 1024 1.0 2 #t #t)",
      ],
      ["(random 10)", "5"],
    ]),
  );

  describe(
    "lists",
    table([
      ["(list (car '(1 2)) (cdr '(1 2)) (cadr '(1 2)) (caddr '(1 2 3)) (cddr '(1 2)))", "(1 (2) 2 3 ())"],
      ["(list (length '(1 2)) (reverse '(1 2 3)) (append '(1) '(2 3) '() '(4)) (append))", "(2 (3 2 1) (1 2 3 4) ())"],
      ["(list (list-ref '(a b c) 1) (list-tail '(a b c) 2) (last '(1 2 3)) (take '(1 2 3) 2) (iota 3) (iota 2 1))", "(b (c) 3 (1 2) (0 1 2) (1 2))"],
      [
        "(list (member \"b\" '(\"a\" \"b\" \"c\")) (memq 'x '(a)) (assoc 2 '((1 . a) (2 . b))) (assq 'z '((a 1))) (alist-ref 'b '((a . 1) (b . 2))))",
        '(("b" "c") #f (2 . b) #f 2)',
      ],
      ['(list (delete-duplicates \'(1 2 1 "a" "a")) (delete 1 \'(1 2 1)))', '((1 2 "a") (2))'],
      ["(list (null? '()) (null? '(1)) (pair? '(1)) (pair? '()) (list? '(1 . 2)))", "(#t #f #t #f #f)"],
    ]),
  );

  describe(
    "procedures of procedures",
    table([
      [
        "(list (map + '(1 2) '(10 20)) (filter even? '(1 2 4)) (apply + 1 '(2 3)) (sort '(3 1 2) <) (sort '(\"b\" \"a\") string<?))",
        '((11 22) (2 4) 6 (1 2 3) ("a" "b"))',
      ],
      ["(let ((n 0)) (for-each (lambda (x) (set! n (+ n x))) '(1 2 3)) n)", "6"],
      [
        "(list (fold + 0 '(1 2 3)) (reduce max 0 '(1 5 2)) (reduce max 0 '()) (any even? '(1 2)) (every even? '(2 3)) (find even? '(1 4)))",
        "(6 5 0 #t #f 4)",
      ],
      ["(list (not 1) (equal? '(1 (2)) '(1 (2))) (eq? 'a 'a) (equal? 1 1.0) (eqv? 1.0 1.0))", "(#f #t #t #f #t)"],
    ]),
  );

  describe(
    "strings",
    table([
      [
        '(list (conc "a" 1 \'b 1.0) (string-append "a" "b") (string=? "a" "a") (string-length "abc") (substring "hello" 1 3) (substring "hello" 3))',
        '("a1b1.0" "ab" #t 3 "el" "lo")',
      ],
      [
        '(list (string-split " a b\tc\n") (string-split "a:b::c" ":") (string-split "a::b" ":" #t) (string-split ""))',
        '(("a" "b" "c") ("a" "b" "c") ("a" "" "b") ())',
      ],
      [
        '(list (string-intersperse \'("a" "b") "-") (string-intersperse \'("a" "b")) (string-join \'("a" "b") ",") (string-null? ""))',
        '("a-b" "a b" "a,b" #t)',
      ],
      [
        '(list (string-translate "a/b/c" "/" "_") (string-translate "abc" "b") (string-upcase "aB") (->string 12) (->string \'x))',
        '("a_b_c" "ac" "AB" "12" "x")',
      ],
      [
        '(list (symbol->string \'ab) (string->symbol "x") (string->list "ab") (list->string \'(#\\a #\\b)) (string-ref "abc" 1))',
        '("ab" x (#\\a #\\b) "ab" #\\b)',
      ],
    ]),
  );

  describe(
    "regular expressions",
    table([
      [
        '(list (string-search #/(\\w+)=(\\d+)/ "foo a=12") (string-search "x" "y") (string-match "a+" "aaa") (string-match "a" "aa") (string-search #/(a)|(b)/ "b"))',
        '(("a=12" "a" "12") #f ("aaa") #f ("b" #f "b"))',
      ],
      [
        '(list (string-substitute "a" "x" "banana") (string-substitute "a(.)" "<\\\\1>" "banana" #t) (string-substitute "a" "x" "banana" 2))',
        '("bxnana" "b<n><n>a" "banxna")',
      ],
      ['(list (string-search (regexp "ERR" #t) "err") (string-search (regexp "a b" #f #t) "ab"))', '(("err") ("ab"))'],
      ['(string-search "(" "x")', "error: missing ) in regular expression"],
    ]),
  );

  describe(
    "tables and vectors",
    table([
      [
        "(let ((h (make-hash-table))) (hash-table-set! h '(1 \"a\") 5) (list (hash-table-ref h (list 1 \"a\")) (hash-table-ref h 'x (lambda () 'none)) (hash-table-ref/default h 'x 7)))",
        "(5 none 7)",
      ],
      [
        "(let ((h (make-hash-table))) (hash-table-set! h 'a 1) (hash-table-update!/default h 'a add1 0) (list (hash-table->alist h) (hash-table-keys h) (hash-table-exists? h 'b)))",
        "(((a . 2)) (a) #f)",
      ],
      [
        "(let ((v (vector 1 2))) (vector-set! v 1 'x) (list (vector-ref v 1) (vector-length v) v (vector->list (make-vector 2 0))))",
        "(x 2 #(1 x) (0 0))",
      ],
      ["(vector-ref (vector) 0)", "error: (vector-ref) out of range: 0"],
    ]),
  );

  describe(
    "paths and times",
    table([
      [
        '(list (env:min-path "/a:/b" ":/b:/c:/a") (nice-path "x/../y//z") (nice-path "~/q") (nice-path "/a/./b"))',
        '("/a:/b:/c" "/here/y/z" "/home/me/q" "/a/b")',
      ],
      [
        '(list (pathname-directory "/a/b.c") (pathname-file "/a/b.c") (pathname-strip-directory "/a/b.c") (pathname-extension "b.c") (make-pathname "/a" "b" "c"))',
        '("/a" "b" "b.c" "c" "/a/b.c")',
      ],
      [
        '(list (current-seconds) (seconds->wwdate 1700000000) (time->string (seconds->local-time 1700000000) "%Y-%m"))',
        '(1700000000 "2023ww46.2" "2023-11")',
      ],
    ]),
  );

  describe(
    "the world",
    table([
      [
        '(list (or (getenv "NOPE") "text") (begin (setenv "A" "1") (get-environment-variable "A")) (begin (unsetenv "A") (getenv "A")))',
        '("text" "1" #f)',
      ],
      [
        '(list (file-exists? "/here") (file-exists? "/nope") (directory-exists? "/") (create-directory "/d" #t) (glob "x" "y"))',
        '("/here" #f "/" "/d" ("x1" "x2" "y1" "y2"))',
      ],
      ["(list (current-directory) (current-user-name) (get-host-name) (current-process-id))", '("/here" "me" "box" 42)'],
      ['(list (shell "echo") (shell "exit 3") (system "exit 3") (system "true"))', '("echo  second" "" 768 0)'],
      [
        '(list (with-input-from-pipe "cmd" read-line) (with-input-from-file "/here" read-lines) (eof-object? (read-line)))',
        '("cmd" ("one" "two") #t)',
      ],
      ['(with-input-from-file "/nope" read-line)', "error: (with-input-from-file) no such file: /nope"],
    ]),
  );

  it("print, display and newline write", () => {
    const effects = testEffects();
    createInterpreter(effects).evaluate('(print "a" 1 \'(b "c")) (display "x") (newline) (write "q")');
    expect(effects.printed.join("")).toBe('a1(b c)\nx\n"q"');
  });
});
