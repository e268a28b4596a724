import { describe, expect, it } from "vitest";
import { outcome, testEffects } from "../../tests/kit/scheme-effects.js";
import { display } from "./display.js";
import { SchemeError } from "./error.js";
import { createInterpreter } from "./interpreter.js";
import { Foreign } from "./values.js";

describe("01 § 4.3, 08 § 9: forms", () => {
  it.each([
    ["'(a 1)", "(a 1)"],
    ["(if #f 1 2) ", "2"],
    ["(if '() 1 2)", "1"],
    ["(cond (#f 1) ((+ 1 1) => (lambda (x) (* x 10))) (else 3))", "20"],
    ["(cond (#f 1) (else 2 3))", "3"],
    ["(cond (5))", "5"],
    ["(case (+ 1 1) ((1) 'one) ((2 3) 'few) (else 'many))", "few"],
    ['(case "x" ((1) 1) (else \'other))', "other"],
    ["(list (and) (and 1 2) (and #f x) (or) (or #f 3 x))", "(#t 2 #f #f 3)"],
    ["(list (when #t 1 2) (unless #f 3))", "(2 3)"],
    ["(let ((x 1) (y 2)) (let ((x y) (y x)) (list x y)))", "(2 1)"],
    ["(let* ((x 1) (y (+ x 1))) (list x y))", "(1 2)"],
    ["(letrec ((even? (lambda (n) (if (= n 0) #t (odd? (- n 1))))) (odd? (lambda (n) (if (= n 0) #f (even? (- n 1)))))) (even? 101))", "#f"],
    ["(let loop ((n 3) (out '())) (if (= n 0) out (loop (- n 1) (cons n out))))", "(1 2 3)"],
    ["(do ((i 0 (+ i 1)) (out '() (cons i out))) ((= i 3) out))", "(2 1 0)"],
    ["(let-values (((a b) (values 1 2)) ((c . d) (values 3 4 5))) (list a b c d))", "(1 2 3 (4 5))"],
    ["(receive (a . b) (values 1 2 3) (list a b))", "(1 (2 3))"],
    ["(define (f a . rest) (list a rest)) (f 1 2 3)", "(1 (2 3))"],
    ["((lambda all all) 1 2)", "(1 2)"],
    ["(define (outer) (define a 1) (define (inner) (+ a 1)) (inner)) (outer)", "2"],
    ["(define ((adder n) m) (+ n m)) ((adder 2) 3)", "5"],
    ["(define counter (let ((n 0)) (lambda () (set! n (+ n 1)) n))) (counter) (counter)", "2"],
    ["(set! *new* 5) *new*", "5"],
    ["`(1 ,(+ 1 1) ,@(list 3 4) . ,(* 5 1))", "(1 2 3 4 . 5)"],
    ["`(1 `(2 ,(3 ,(+ 1 3))))", "(1 (quasiquote (2 (unquote (3 4)))))"],
    ["(begin 1 2)", "2"],
    ["(list 1 class: 2)", "(1 class: 2)"],
    ["(define x 1)", "#<unspecified>"],
    ["", "#<unspecified>"],
  ])("%s", (program, expected) => {
    expect(outcome(program)).toBe(expected);
  });

  it.each([
    ["(nosuch 1)", "unbound variable: nosuch"],
    ["(car 5)", "(car) bad argument type - not a pair: 5"],
    ["((lambda (x) x))", "bad argument count - received 0 but expected 1: #<procedure>"],
    ["(cons 1)", "bad argument count - received 1 but expected 2: #<procedure cons>"],
    ["(5 1)", "call of non-procedure: 5"],
    ["(let ((1 2)) 3)", "not a name: 1"],
    ["(if)", "malformed if: ()"],
    ['(error "stop here" 1 "two")', 'stop here 1 "two"'],
    ["(/ 1 0)", "(/) division by zero"],
    ["(let-values (((a b) (values 1))) a)", "received 1 values but expected 2"],
  ])("%s fails", (program, message) => {
    expect(outcome(program)).toBe(`error: ${message}`);
  });

  it("mistakes name the line of the top-level form", () => {
    const interpreter = createInterpreter(testEffects());
    expect(() => interpreter.evaluate("(+ 1 2)\n\n(begin\n  (nosuch))")).toThrow(
      expect.objectContaining({ line: 3, message: "unbound variable: nosuch" }),
    );
  });
});

describe("programs are bounded", () => {
  it.each([
    ["(define (f) (f)) (f)", "program runs too long"],
    ["(do () (#f))", "program runs too long"],
    ["(define (f n) (+ 1 (f n))) (f 1)", "program runs too long"],
    ["(iota 100000000)", "program runs too long"],
    ["(make-vector 100000000)", "program runs too long"],
    ["(make-string 100000000)", "\\(make-string\\) out of range"],
    ['(define s "xxxxxxxx") (let loop () (set! s (string-append s s)) (loop))', "program runs too long"],
    ["(define x '(1)) (let loop ((n 0)) (set! x (list x x)) (if (< n 60) (loop (+ n 1)) (conc x)))", "value is too large to be printed"],
    [
      "(define x '(1)) (define y '(1)) (let loop ((n 0)) (set! x (list x x)) (set! y (list y y)) (if (< n 60) (loop (+ n 1)) (equal? x y)))",
      "values are too large",
    ],
    ["(define x '()) (let loop ((n 0)) (set! x (list x)) (if (< n 5000) (loop (+ n 1)) (conc x)))", "value is nested too deeply"],
    ["(define (f n) (car (map f (list n)))) (f 1)", "procedure calls are nested too deeply"],
    ["(define v (vector 1)) (vector-set! v 0 v) (conc v)", "value is nested too deeply"],
  ])("%s", (program, message) => {
    expect(outcome(program)).toMatch(new RegExp(`^error: ${message}`));
  });

  it("recursion is bounded by its depth, not by JavaScript's stack", () => {
    const deep = "(define (f n) (if (= n 0) 0 (+ 1 (f (- n 1)))))";
    const interpreter = createInterpreter(testEffects(), { steps: 100_000_000 });
    expect(interpreter.evaluate(`${deep} (f 10000)`)).toBe(10_000);
    expect(() => interpreter.evaluate("(f 200000)")).toThrow("recursion is too deep");
  });

  it("tail calls need no depth", () => {
    expect(outcome("(define (f n) (cond ((= n 0) 'done) (else (let ((m (- n 1))) (begin (and #t (f m))))))) (f 9000)")).toBe("done");
  });

  it("each evaluation counts anew", () => {
    const interpreter = createInterpreter(testEffects(), { steps: 1000 });
    for (let turn = 0; turn < 20; turn++) interpreter.evaluate("(let loop ((n 50)) (if (> n 0) (loop (- n 1))))");
  });
});

describe("the host", () => {
  it("01 § 4.2: definitions live on from text to text", () => {
    const interpreter = createInterpreter(testEffects());
    interpreter.evaluate('(set! shared 1) (hash-table-set! *user-hash-data* "k" 2)');
    expect(interpreter.evaluate('(+ shared (hash-table-ref *user-hash-data* "k"))')).toBe(3);
  });

  it("gives values and procedures; keywords come apart from positions", () => {
    const interpreter = createInterpreter(testEffects());
    const calls: unknown[] = [];
    interpreter.define("ht", new Foreign("config"));
    interpreter.defineProcedure(
      "rule",
      (args, keywords) => {
        calls.push([args, [...keywords]]);
        return "ok";
      },
      { least: 1, most: 2 },
    );
    expect(interpreter.evaluate('(rule 1 "two" class: "c" #:hook 3)')).toBe("ok");
    expect(calls).toEqual([
      [
        [1, "two"],
        [
          ["class", "c"],
          ["hook", 3],
        ],
      ],
    ]);
    expect(display(interpreter.evaluate("ht"))).toBe("#<config>");
    expect(() => interpreter.evaluate("(rule)")).toThrow("bad argument count - received 0 but expected 1 to 2: #<procedure rule>");
    expect(() => interpreter.evaluate("(rule 1 class:)")).toThrow("keyword class: has no value");
    expect(() => interpreter.evaluate("(rule 1 a: 2 3)")).toThrow("every argument after the first keyword needs one");
  });

  it("what a host procedure throws passes through", () => {
    const interpreter = createInterpreter(testEffects());
    class Exit extends Error {}
    interpreter.defineProcedure("exit", () => {
      throw new Exit();
    });
    expect(() => interpreter.evaluate("(map (lambda (x) (exit)) '(1))")).toThrow(Exit);
  });

  it("forms can be ignored, parts and all", () => {
    const interpreter = createInterpreter(testEffects());
    interpreter.ignoreForms(["use", "trace"]);
    expect(interpreter.evaluate("(use trace) (trace nosuch) 1")).toBe(1);
    expect(outcome("(use regex)")).toBe("error: unbound variable: use");
  });

  it("built-ins without their effect fail", () => {
    const { shell: _shell, glob: _glob, ...effects } = testEffects();
    expect(outcome('(system "x")', createInterpreter(effects))).toBe("error: (system) not available here");
    expect(outcome('(glob "x")', createInterpreter(effects))).toBe("error: (glob) not available here");
  });

  it("every mistake is a SchemeError", () => {
    expect(() => createInterpreter(testEffects()).evaluate("(")).toThrow(SchemeError);
  });
});

it("01 § 4.2: display", () => {
  const interpreter = createInterpreter(testEffects());
  const shown = (program: string) => display(interpreter.evaluate(program));
  expect(shown('"a \\"b\\""')).toBe('a "b"');
  expect(shown('\'(1 b (c d) "e" #\\f)')).toBe("(1 b (c d) e f)");
  expect(shown('(unsetenv "X")')).toBe("#<unspecified>");
  expect([shown("#t"), shown("#f"), shown("'sym"), shown("1.0"), shown("'()")]).toEqual(["#t", "#f", "sym", "1.0", "()"]);
});
