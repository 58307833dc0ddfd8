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
  /// How far an order's time may be from the bank's.
  private static let slack = Span(seconds: 3600)

  /// Makes the purse of an order, or the same one again, and seals it for its holder.
  ///
  /// Refuses (`wrongSigner`) an order to another bank, (`expired`) one that is old or of the future, (`unknownAccount`) one of a
  /// stranger, and (`limitExceeded`) one purse too many.
  public func issue(_ signed: SignedStatement, now: Timestamp) async throws -> [UInt8] {
    let order = try VerifiedStatement<PurseOrder>(verifying: signed, keys: KeySet()).content
    try requireTimely(order.bank, order.issued, now: now)
    let owner = order.key.thumbprint
    let number = try await number(of: signed, for: owner)
    // By the order's time, so that the same order makes the same purse.
    let expires = order.issued.advanced(by: Self.life)
    let letter = try letter(to: number)
    guard let pin = PIN(letter) else { preconditionFailure("the letter has a PIN's digits") }
    let purse = Purse(try state(number, maximum: Self.maximum, expiry: CardDate(expires), pin: pin))
    return try order.reply.seal(
      PurseLetter(card: purse.stateBytes, pin: letter, expires: expires).canonicalBytes, for: .purseLetter,
      context: bank.name.bytes, authenticating: signed.digest.bytes)
  }

  /// Whether an order is for this bank and of this hour.
  func requireTimely(_ addressee: Thumbprint, _ issued: Timestamp, now: Timestamp) throws(Refusal) {
    guard addressee == bank.name else {
      throw Refusal(.wrongSigner, blame: .peer, "the order is meant for another bank")
    }
    guard issued <= now.advanced(by: Self.slack), now <= issued.advanced(by: Self.slack) else {
      throw Refusal(.expired, blame: .peer, "the order is not of this hour; look at the clock and order again")
    }
  }

  /// The number of an order's purse, which the bank knows afterwards.
  private func number(of order: SignedStatement, for owner: Thumbprint) async throws -> CardNumber {
    var generator = SystemRandomNumberGenerator()
    let drawn = CardNumber(generator.next())
    let place = owner.bytes + order.digest.bytes
    let account = PurseAccount(owner: owner, keyVersion: keys.version)
    return try await records.transact { [bank] transaction in
      if let known = try transaction.value(place, in: ProviderTables.ordered) { return CardNumber(bytes: known) }
      guard try Ledger.balance(of: .customer(owner), in: bank.currency, transaction) != nil else {
        throw Refusal(.unknownAccount, blame: .peer, "there is no such account here; open one first")
      }
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
  private func letter(to purse: CardNumber) throws -> String {
    let seal = try keys.cardKey(.update, of: purse, version: keys.version).seal([0x59] + Array("letter".utf8))
    let digits = String(seal.bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % 1_000_000)
    return String(repeating: "0", count: 6 - digits.count) + digits
  }
}
