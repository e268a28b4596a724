/**
 * A decimal number as 1.65 shows it: always with a point or an exponent, at most 15 significant digits: `-1.0`, `0.5`,
 * `1e+15`, `1e-07`.
 *
 * @see spec 05 § 6.1 (REAL columns), 08 § 6
 */
export function realText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "+nan.0" : value > 0 ? "+inf.0" : "-inf.0";
  const [mantissa = "0", exponentText = "0"] = value.toExponential(14).split("e");
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 15) return withPoint(stripZeros(value.toFixed(14 - exponent)));
  const digits = String(Math.abs(exponent)).padStart(2, "0");
  return `${stripZeros(mantissa)}e${exponent < 0 ? "-" : "+"}${digits}`;
}

const stripZeros = (digits: string) => (digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits);
const withPoint = (digits: string) => (digits.includes(".") ? digits : `${digits}.0`);
