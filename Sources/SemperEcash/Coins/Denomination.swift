public import SemperCoding
import SemperModel

/// The value of a coin: 2^exponent minor units, for exponents 0 to 16.
public struct Denomination: Hashable, Sendable, Comparable, CanonicalValue {
  public static let exponents = 0...16
  public let exponent: Int

  public init(exponent: Int) throws(CodingError) {
    guard Self.exponents.contains(exponent) else {
      throw CodingError(.outOfRange, "coins are worth 2^0 to 2^16 minor units")
    }
    self.exponent = exponent
  }

  public var units: Int64 { 1 << Int64(exponent) }
  public static func < (left: Denomination, right: Denomination) -> Bool { left.exponent < right.exponent }

  public var json: JSON { exponent.json }
  public init(json: JSON) throws(CodingError) { try self.init(exponent: Int(json: json)) }

  /// The fewest coins of the given denominations that make up an amount, largest first, or `nil` when it cannot be made.
  /// With all denominations these are the amount's binary digits.
  public static func split(_ units: Int64, into denominations: [Denomination]) -> [Denomination]? {
    var rest = units
    var coins = [Denomination]()
    for denomination in denominations.sorted(by: >) {
      let count = rest / denomination.units
      guard count <= Int64(MintLimits.coins) else { return nil }
      coins += [Denomination](repeating: denomination, count: Int(count))
      rest -= count * denomination.units
    }
    return rest == 0 ? coins : nil
  }
}
