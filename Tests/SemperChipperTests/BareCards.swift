import SemperCryptography
import SemperModel

@testable import SemperChipper

/// A purse and a module of one provider as values, and the provider's keys: whatever may be said to them, under the right seal and
/// wrong in one thing.
struct BareCards {
  static let number = CardNumber(0x11)
  static let till = CardNumber(0x22)
  static let deal = Digest(of: Array("deal".utf8), for: .paymentReference)
  static let other = Digest(of: Array("another".utf8), for: .paymentReference)
  static let random: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
  static let today = CardDate(Timestamp(seconds: 1_795_694_400))
  static let tomorrow = CardDate(Timestamp(seconds: 1_795_694_400 + 86_400))
  static let capacity: UInt16 = 3

  let keys: ProviderKeys
  var purse: Purse
  var module: Module

  init(balance: UInt32 = 10_000, maximum: UInt32 = 50_000, mask: UInt8 = 0) throws {
    let masters = KeyUse.allCases.map { ($0, CMACKey() as any MasterKey) }
    keys = ProviderKeys(version: 1, masters: Dictionary(uniqueKeysWithValues: masters))
    let profile = PurseProfile(
      number: Self.number, provider: CardNumber(0x9001), currency: .euro, expiry: Self.today, maximum: maximum,
      pinMask: mask)
    var state = PurseState(
      profile: profile, pin: try Self.pin("2580"), loadKey: try keys.cardKey(.load, of: Self.number, version: 1),
      purchaseKey: try keys.cardKey(.purchase, of: Self.number, version: 1),
      updateKey: try keys.cardKey(.update, of: Self.number, version: 1))
    state.balance = balance
    purse = Purse(state)
    let till = ModuleProfile(
      number: Self.till, provider: CardNumber(0x9001), currency: .euro, capacity: Self.capacity)
    module = Module(
      ModuleState(profile: till, collectionKey: try keys.cardKey(.collection, of: Self.till, version: 1)),
      purchaseKeys: keys.purchaseKeys)
  }

  static func pin(_ digits: String) throws -> PIN {
    guard let pin = PIN(digits) else { throw StatusWord.wrongData }
    return pin
  }

  func session(_ kind: TransactionKind, _ number: UInt16, of purse: CardNumber = Self.number) throws -> SessionKey {
    try keys.cardKey(kind.isOnline ? .load : .purchase, of: purse, version: 1).session(number)
  }

  // MARK: The purse

  /// INITIALIZE.
  static func begin(
    _ kind: TransactionKind, _ amount: UInt32, for reference: Digest = deal, at terminal: CardNumber = till,
    on day: CardDate = today
  ) -> CommandAPDU {
    CommandAPDU(
      Instruction.initialize, p1: kind.rawValue,
      data: amount.field + reference.bytes + terminal.bytes + day.value.field)
  }

  /// S2 for what the purse has begun, for its whole amount or another.
  func order(_ amount: UInt32? = nil) throws -> Seal {
    guard let terms = purse.session.open?.terms else { throw StatusWord.outOfOrder }
    return try session(terms.kind, terms.number).order(terms, amount: amount ?? terms.amount)
  }

  mutating func tell(_ command: CommandAPDU) -> StatusWord {
    purse.respond(to: command, random: Self.random).status
  }

  /// Begins a transaction of the purse and carries it out.
  mutating func carryOut(
    _ kind: TransactionKind, _ amount: UInt32, for reference: Digest = deal, at terminal: CardNumber = till
  ) throws {
    let begun = tell(Self.begin(kind, amount, for: reference, at: terminal))
    guard begun == .done else { throw begun }
    let instruction = kind.isCredit ? Instruction.credit : Instruction.debit
    let done = tell(CommandAPDU(instruction, data: try order().bytes))
    guard done == .done else { throw done }
  }

  // MARK: The module

  static func offer(
    _ kind: TransactionKind = .purchase, _ amount: UInt32 = 300, number: UInt16 = 1, balance: UInt32 = 10_000,
    for reference: Digest = deal, of purse: CardNumber = number
  ) -> OpenPurchase {
    OpenPurchase(
      terms: TransactionTerms(
        kind: kind, purse: purse, number: number, amount: amount, reference: reference, terminal: till,
        random: random), keyVersion: 1, balance: balance)
  }

  /// ORDER, under S1.
  func order(_ offer: OpenPurchase, seal: Seal? = nil) throws -> CommandAPDU {
    let terms = offer.terms
    // A module derives the key of purchases, whatever the offer says that it is.
    let key = try keys.cardKey(.purchase, of: terms.purse, version: 1).session(terms.number)
    let honest = key.offer(terms, balance: offer.balance)
    return CommandAPDU(Instruction.order, data: offer.bytes.dropLast(8) + (seal ?? honest).bytes)
  }

  /// COMPLETE, under S3: the whole amount, or another; what the purse holds by then, or something else.
  func complete(
    _ offer: OpenPurchase, _ amount: UInt32? = nil, balance: UInt32? = nil, seal: Seal? = nil
  ) throws -> CommandAPDU {
    let (terms, amount) = (offer.terms, amount ?? offer.terms.amount)
    let left = balance ?? (terms.kind.isCredit ? offer.balance + amount : offer.balance - amount)
    let honest = try session(terms.kind, terms.number, of: terms.purse).completion(
      terms.kind, purse: terms.purse, number: terms.number, amount: amount, balance: left,
      reference: amount == 0 ? .zero : terms.reference, terminal: amount == 0 ? CardNumber(0) : terms.terminal)
    return CommandAPDU(
      Instruction.complete,
      data: terms.purse.bytes + terms.number.field + amount.field + left.field + (seal ?? honest).bytes)
  }

  /// STEP: the next total of an incremental purchase, or its end.
  static func step(_ offer: OpenPurchase, upTo total: UInt32, p2: UInt8 = 0) -> CommandAPDU {
    CommandAPDU(
      Instruction.step, p2: p2, data: offer.terms.purse.bytes + offer.terms.number.field + total.field)
  }

  static func end(_ offer: OpenPurchase, p2: UInt8 = 0) -> CommandAPDU {
    CommandAPDU(Instruction.step, p1: 1, p2: p2, data: offer.terms.purse.bytes + offer.terms.number.field)
  }

  mutating func ask(_ command: CommandAPDU) -> StatusWord {
    module.respond(to: command, random: Self.random).status
  }

  /// Has the module take a purchase whole.
  mutating func take(_ offer: OpenPurchase) throws {
    for command in [try order(offer), try complete(offer)] {
      let status = ask(command)
      guard status == .done else { throw status }
    }
  }

  var collectionKey: CardKey { module.state.collectionKey }
}
