import CardTrials
import SemperCryptography
import SemperModel

@testable import SemperChipper

/// Whoever has got at the keys inside a card of a world's provider: says what no honest card says, under the right seal.
struct ForgedCards {
  let world: PurseWorld

  private var keys: ProviderKeys { world.provider.keys }

  private func session(_ kind: TransactionKind, _ purse: CardNumber, _ number: UInt16) throws -> SessionKey {
    try keys.cardKey(kind.isOnline ? .load : .purchase, of: purse, version: 1).session(number)
  }

  /// A purse's offer; sealed for another balance when `isForged`.
  func offer(
    _ kind: TransactionKind, _ amount: UInt32, of purse: CardNumber, number: UInt16 = 1, balance: UInt32 = 0,
    version: UInt8 = 1, for reference: Digest = PurseWorld.reference("account"),
    to terminal: CardNumber = PurseWorld.host,
    isForged: Bool = false
  ) throws -> PurseOffer {
    let terms = TransactionTerms(
      kind: kind, purse: purse, number: number, amount: amount, reference: reference, terminal: terminal,
      random: BareCards.random)
    let seal = try session(kind, purse, number).offer(terms, balance: isForged ? balance + 1 : balance)
    var fields = FieldReader(
      purse.bytes + [version] + number.field + balance.field + terms.random + seal.bytes)
    return PurseOffer(&fields, kind: kind, amount: amount, reference: reference, terminal: terminal)
  }

  /// A purse's word about what it was told.
  func word(on offer: PurseOffer, _ amount: UInt32, balance: UInt32, isForged: Bool = false) throws -> PurseCompletion {
    let (terms, nothing) = (offer.terms, amount == 0)
    let seal = try session(terms.kind, terms.purse, terms.number).completion(
      terms.kind, purse: terms.purse, number: terms.number, amount: amount, balance: isForged ? balance + 1 : balance,
      reference: nothing ? .zero : terms.reference, terminal: nothing ? CardNumber(0) : terms.terminal)
    return PurseCompletion(
      purse: terms.purse, number: terms.number, amount: amount, balance: balance, seal: seal)
  }

  func collectionKey(of module: CardNumber) throws -> CardKey {
    try keys.cardKey(.collection, of: module, version: 1)
  }

  func record(
    _ amount: UInt32, of purse: CardNumber, number: UInt16, at module: CardNumber, sealedBy sealer: CardNumber? = nil
  ) throws -> ModuleRecord {
    ModuleRecord(
      .purchase, serial: UInt32(number), purse: purse, number: number, amount: amount,
      reference: PurseWorld.reference("deal"), module: module, key: try collectionKey(of: sealer ?? module))
  }

  /// What a module says about records, or about others.
  func batch(
    _ records: [ModuleRecord], at module: CardNumber, counter: UInt32 = 1, count: Int? = nil, total: Int64? = nil,
    root: Digest? = nil, sealedBy sealer: CardNumber? = nil
  ) throws -> ModuleBatch {
    let total = total ?? records.reduce(0) { $0 + $1.units }
    let root = root ?? ModuleBatch.root(of: records)
    let body = counter.field + UInt16(count ?? records.count).field + UInt64(total).field + root.bytes
    let seal = try collectionKey(of: sealer ?? module).seal([0x56] + module.bytes + body)
    var fields = FieldReader(body + seal.bytes)
    return fields.moduleBatch()
  }

  func refund(
    _ amount: UInt32, to purse: CardNumber, for reference: Digest, at module: CardNumber,
    sealedBy sealer: CardNumber? = nil
  ) throws -> ModuleRefund {
    let seal = ModuleRefund.seal(
      try collectionKey(of: sealer ?? module), module: module, purse: purse, amount: amount, reference: reference)
    return ModuleRefund(module: module, purse: purse, amount: amount, reference: reference, seal: seal)
  }
}
