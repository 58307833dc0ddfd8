import SemperArchive
import SemperBank
import SemperCoding
public import SemperCryptography
public import SemperModel

// Purses in software, ordered over a network. What a purse is made of comes sealed to whoever has signed the order.
extension PurseProvider {
  /// Purses that one account can have ordered.
  static let mostOrdered = 16
  /// How long a purse pays, and what it holds at most in minor units.
  private static let life = Span(seconds: 3 * 365 * 86_400)
  private static let maximum: UInt32 = 500_00

  /// Makes the purse of an order, or the same one again, and seals it for its holder.
  ///
  /// Refuses what `Bank.answer` does, (`unknownAccount`) an order of a stranger, and (`limitExceeded`) one purse too many.
  public func issue(_ signed: SignedStatement, now: Timestamp) async throws -> ByteString {
    try await bank.answer(signed, with: PurseLetter.self, now: now) { order in
      let number = try await number(of: order)
      // By the order's time, so that the same order makes the same purse.
      let expires = order.content.issued.advanced(by: Self.life)
      let digits = try digits(for: number)
      guard let pin = PIN(digits) else { preconditionFailure("a PIN has these digits") }
      let purse = Purse(try state(number, maximum: Self.maximum, expiry: CardDate(expires), pin: pin))
      return PurseLetter(card: purse.stateBytes, pin: digits, expires: expires)
    }
  }

  /// The number of an order's purse, which the bank knows afterwards.
  private func number(of order: VerifiedStatement<LetterOrder<PurseLetter>>) async throws -> CardNumber {
    let owner = order.content.key.thumbprint
    var generator = SystemRandomNumberGenerator()
    let drawn = CardNumber(generator.next())
    let place = owner.bytes + order.digest.bytes
    let account = PurseAccount(owner: owner, keyVersion: keys.version)
    return try await records.transact { [bank] transaction in
      if let known = try transaction.value(place, in: ProviderTables.ordered) { return CardNumber(bytes: known) }
      try bank.balance(of: owner, transaction)
      let before = try transaction.list(
        ProviderTables.ordered, prefix: owner.bytes, after: nil, limit: Self.mostOrdered)
      guard before.count < Self.mostOrdered else {
        throw Refusal(.limitExceeded, blame: .peer, "this account has had \(Self.mostOrdered) purses; use one of them")
      }
      guard try transaction.insert(account.canonicalBytes, for: drawn.bytes, in: ProviderTables.purses) else {
        throw Refusal(.idReused, blame: .us, "the number \(drawn) is taken; order again")
      }
      _ = try transaction.insert(drawn.bytes, for: place, in: ProviderTables.ordered)
      return drawn
    }
  }

  /// Six digits that nobody but the provider can tell.
  private func digits(for purse: CardNumber) throws -> String {
    let seal = try keys.cardKey(.update, of: purse, version: keys.version).seal([0x59] + Array("letter".utf8))
    let digits = String(seal.bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % 1_000_000)
    return String(repeating: "0", count: 6 - digits.count) + digits
  }
}
