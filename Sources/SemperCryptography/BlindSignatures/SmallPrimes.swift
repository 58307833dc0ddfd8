/// The primes below 2^16, by Eratosthenes' sieve: a modulus of an honest signer has none of them as a factor.
///
/// A key list is read often and has many keys, so the primes are taken in groups whose product fits a word: one long
/// division by the product serves the whole group. The modulus is public, so the time taken may depend on it.
enum SmallPrimes {
  private struct Group {
    var product: UInt64
    var primes: [UInt64]
  }

  private static let groups: [Group] = {
    let limit = 1 << 16
    var composite = [Bool](repeating: false, count: limit)
    var groups = [Group(product: 1, primes: [])]
    for number in 2..<limit where !composite[number] {
      for multiple in stride(from: number * number, to: limit, by: number) { composite[multiple] = true }
      let prime = UInt64(number)
      let (product, overflow) = groups[groups.count - 1].product.multipliedReportingOverflow(by: prime)
      if overflow {
        groups.append(Group(product: prime, primes: [prime]))
      } else {
        groups[groups.count - 1].product = product
        groups[groups.count - 1].primes.append(prime)
      }
    }
    return groups
  }()

  /// - Parameter number: big-endian.
  static func divideAny(_ number: [UInt8]) -> Bool {
    let words = words(of: number)
    return groups.contains { group in
      let remainder = words.reduce(0) { group.product.dividingFullWidth(($0, $1)).remainder }
      return group.primes.contains { remainder % $0 == 0 }
    }
  }

  private static func words(of number: [UInt8]) -> [UInt64] {
    let size = MemoryLayout<UInt64>.size
    let padded = [UInt8](repeating: 0, count: (size - number.count % size) % size) + number
    return stride(from: 0, to: padded.count, by: size).map { start in
      padded[start..<start + size].reduce(0) { $0 << 8 | UInt64($1) }
    }
  }
}
