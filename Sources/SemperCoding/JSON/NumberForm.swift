/// How ECMAScript writes a number (ECMA-262 `Number::toString`), which RFC 8785 prescribes.
///
/// Swift prints the same shortest digits but places the point and the exponent differently, so only the digits are
/// taken from it.
enum NumberForm {
  static func text(of number: Double) -> String {
    precondition(number.isFinite, "JSON has no text for a number that is not finite")
    if number == 0 { return "0" }
    let sign = number < 0 ? "-" : ""
    let (digits, point) = shortest(number.magnitude)
    let count = digits.count
    switch point {
    case count...21:
      return sign + digits + String(repeating: "0", count: point - count)
    case 1...21:
      return sign + digits.prefix(point) + "." + digits.dropFirst(point)
    case -5...0:
      return sign + "0." + String(repeating: "0", count: -point) + digits
    default:
      let exponent = point - 1
      let tail = count > 1 ? "." + digits.dropFirst() : ""
      return sign + digits.prefix(1) + tail + "e" + (exponent < 0 ? "-" : "+") + String(exponent.magnitude)
    }
  }

  /// The shortest digits d1…dk that round-trip, and where the point stands: 0.d1…dk × 10^point.
  private static func shortest(_ magnitude: Double) -> (digits: String, point: Int) {
    let parts = magnitude.description.split(separator: "e")
    let exponent = parts.count == 2 ? Int(parts[1]) ?? 0 : 0
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let whole = mantissa[0]
    let fraction = mantissa.count == 2 ? mantissa[1] : ""
    var digits = Substring(String(whole) + String(fraction))
    var point = whole.count + exponent
    while digits.first == "0" {
      digits = digits.dropFirst()
      point -= 1
    }
    while digits.last == "0" { digits = digits.dropLast() }
    return (String(digits), point)
  }
}
