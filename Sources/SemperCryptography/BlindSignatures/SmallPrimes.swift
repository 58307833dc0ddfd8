/// The primes below 2^16, by Eratosthenes' sieve: a modulus of an honest signer has none of them as a factor.
enum SmallPrimes {
  private static let all: [UInt] = {
    let limit = 1 << 16
    var composite = [Bool](repeating: false, count: limit)
    var primes = [UInt]()
    for number in 2..<limit where !composite[number] {
      primes.append(UInt(number))
      for multiple in stride(from: number * number, to: limit, by: number) { composite[multiple] = true }
    }
    return primes
  }()

  static func divideAny(_ number: BigNumber) -> Bool { all.contains { number.remainder(dividingBy: $0) == 0 } }
}
