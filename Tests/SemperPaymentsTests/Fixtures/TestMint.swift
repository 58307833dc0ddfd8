import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel
import SemperPayments
import SemperTesting

/// One set of denomination keys for all tests, because generating is slow.
enum TestMint {
  static let begin = Timestamp(seconds: 1_800_000_000)
  static let exponents = 0...12
  static let key = SigningKey()
  static let auditor = SigningKey()
  static let signingKeys: [BlindSigningKey] = made { try exponents.map { _ in try BlindSigningKey(bits: 2048) } }
  static let keys: MintKeys = made { try list(.free) }
  /// The same from a mint that gives change by refresh only.
  static let refreshKeys: MintKeys = made { try list(.refresh) }

  private static func list(_ change: ChangeRule) throws -> MintKeys {
    let end = begin.advanced(by: Span(seconds: 90 * 86_400))
    let last = end.advanced(by: Span(seconds: 365 * 86_400))
    let entries = try zip(exponents, signingKeys).map { exponent, key in
      try DenominationKey(
        denomination: Denomination(exponent: exponent), key: key.publicKey, notBefore: begin, withdrawEnd: end,
        spendEnd: last, legalEnd: last)
    }
    let list = MintKeyList(
      mint: key.thumbprint, currency: .euro, number: 0, previous: nil, keys: entries, issued: begin,
      change: change)
    return MintKeys(try VerifiedStatement(signing: list, with: [key]))
  }

  private static func made<Value>(_ make: () throws -> Value) -> Value {
    do { return try make() } catch { preconditionFailure("the fixture cannot be made: \(error)") }
  }
}

/// The refund key of a wallet's deals and the arbiter that it knows.
struct TestDeals: PurseKeys {
  let refund = SigningKey()
  let arbiter = SigningKey()

  func refundKey(for terms: LockTerms) -> SigningKey? { terms.refund == refund.thumbprint ? refund : nil }
  func arbiterKey(_ thumbprint: Thumbprint) -> PublicKey? {
    thumbprint == arbiter.thumbprint ? arbiter.publicKey : nil
  }

  func abort(of exchange: Digest) throws -> SignedStatement {
    try SignedStatement(
      ArbiterDecision(
        exchange: exchange, verdict: .aborted, cause: .asked, commits: [], closes: nil, proof: nil,
        arbiter: arbiter.thumbprint, number: 0, previous: Digest(plain: []), issued: TestMint.begin),
      signedBy: [arbiter])
  }
}
