/** What is compared of a text; more does not make it another cause. */
const longest = 300;

/**
 * A text without what differs between failures of one cause: numbers are `#`, addresses and digests `<hex>`, paths lose their directories, white space is one
 * blank.
 *
 * @see spec 06 § 31.1
 */
export function failureSignature(text: string): string {
  return text
    .slice(0, 4 * longest)
    .replace(/\s+/g, " ")
    .trim()
    .split(" ")
    .map((word) => numbersFolded(withoutDirectories(word)))
    .join(" ")
    .slice(0, longest);
}

/** `PASS/FAIL` and `km/h` have no directories: a path begins like one, or is at least two deep. */
function withoutDirectories(word: string): string {
  const isPath = (part: string) => /^(~|\.{1,2})?\//.test(part) || part.split("/").length > 2;
  return word
    .split(/([:;,=()[\]{}<>"'`|])/)
    .map((part) => (isPath(part) ? (part.split("/").findLast((name) => name !== "") ?? "") : part))
    .join("");
}

/** Digits alone are a number, however many there are. */
function numbersFolded(word: string): string {
  return word.replace(/0x[\da-f]+|(?<![\da-z])[\da-f]{6,}(?![\da-z])/gi, hexFolded).replace(/\d+(?:\.\d+)*/g, "#");
}

function hexFolded(digits: string): string {
  const isHex = /^0x[\da-f]{6}/i.test(digits) || (/\d/.test(digits) && /[a-f]/i.test(digits) && !digits.startsWith("0x"));
  return isHex ? "<hex>" : digits;
}
