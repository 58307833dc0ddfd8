package import SemperCryptography
package import SemperEcash
package import SemperModel

/// One set of denomination keys for all tests, because generating is slow.
package enum TestMint {
  /// What a mint does with change and asks for its coins.
  package struct Rules: Hashable, Sendable {
    package let change: ChangeRule
    package let fees: CoinFees

    package init(_ change: ChangeRule, fees: CoinFees = .none) {
      self.change = change
      self.fees = fees
    }
  }

  package static let begin = Timestamp(seconds: 1_800_000_000)
  package static let key = SigningKey()
  package static let auditor = SigningKey()
  package static let signingKeys: [BlindSigningKey] = made {
    try exponents.map { _ in try BlindSigningKey(bits: 2048) }
  }
  private static let exponents = 0...12

  package static func keys(_ rules: Rules) throws -> MintKeys {
    let end = begin.advanced(by: Span(seconds: 90 * 86_400))
    let last = end.advanced(by: Span(seconds: 365 * 86_400))
    let entries = try zip(exponents, signingKeys).map { exponent, key in
      let denomination = try Denomination(exponent: exponent)
      return try DenominationKey(
        denomination: denomination, key: key.publicKey, notBefore: begin, withdrawEnd: end, spendEnd: last,
        legalEnd: last, fees: rules.fees.reduced(for: denomination))
    }
    let list = MintKeyList(
      mint: key.thumbprint, currency: .euro, number: 0, previous: nil, keys: entries, issued: begin,
      change: rules.change, seals: true)
    return MintKeys(try VerifiedStatement(signing: list, with: [key]))
  }

  private static func made<Value>(_ make: () throws -> Value) -> Value {
    do { return try make() } catch { preconditionFailure("the fixture cannot be made: \(error)") }
  }
}
