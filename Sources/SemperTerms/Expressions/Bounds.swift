/// Between what a number or an amount can be, in whole or minor units; both ends belong to it.
///
/// Arithmetic that leaves the range of 64 bits gives `nil`: nothing is promised any more.
public struct Bounds: Hashable, Sendable {
  public let least: Int64
  public let most: Int64

  public init(_ least: Int64, _ most: Int64) {
    precondition(least <= most)
    self.least = least
    self.most = most
  }

  /// All from the least to the most of both.
  func joined(with other: Bounds) -> Bounds { Bounds(min(least, other.least), max(most, other.most)) }

  func plus(_ other: Bounds) -> Bounds? {
    let (low, below) = least.addingReportingOverflow(other.least)
    let (high, above) = most.addingReportingOverflow(other.most)
    return below || above ? nil : Bounds(low, high)
  }

  func minus(_ other: Bounds) -> Bounds? {
    let (low, below) = least.subtractingReportingOverflow(other.most)
    let (high, above) = most.subtractingReportingOverflow(other.least)
    return below || above ? nil : Bounds(low, high)
  }

  func times(_ other: Bounds) -> Bounds? {
    var products = [Int64]()
    for left in [least, most] {
      for right in [other.least, other.most] {
        let (product, overflow) = left.multipliedReportingOverflow(by: right)
        guard !overflow else { return nil }
        products.append(product)
      }
    }
    return Bounds(products.min() ?? 0, products.max() ?? 0)
  }

  func percent(_ share: Int) -> Bounds? {
    guard let low = Percentage.of(least, share), let high = Percentage.of(most, share) else { return nil }
    return Bounds(low, high)
  }
}

/// So many hundredths of a number, rounded half away from zero.
enum Percentage {
  static func of(_ whole: Int64, _ share: Int) -> Int64? {
    let (product, overflow) = whole.multipliedReportingOverflow(by: Int64(share))
    guard !overflow else { return nil }
    let (quotient, remainder) = product.quotientAndRemainder(dividingBy: 100)
    return abs(remainder) >= 50 ? quotient + product.signum() : quotient
  }
}
