import SemperArchive
import SemperBank
import SemperCoding
public import SemperCryptography
public import SemperModel

// Modules that stay at the provider, ordered over a network by the holders of accounts.
extension PurseProvider {
  /// How many modules are looked at in one reading.
  private static let batch = 500

  /// Makes the module of an account, or finds the one that there is, and seals its number and pairing secret for the holder.
  ///
  /// Refuses what `Bank.answer` does, and (`unknownAccount`) an order of a stranger.
  public func hostModule(_ signed: SignedStatement, now: Timestamp) async throws -> ByteString {
    try await bank.answer(signed, with: ModuleLetter.self, now: now) { order in
      let module = try await module(of: order.content.key.thumbprint)
      return ModuleLetter(module: module, secret: try pairingSecret(of: module, version: keys.version))
    }
  }

  private func module(of owner: Thumbprint) async throws -> CardNumber {
    let before = try await records.read { try $0.value(owner.bytes, in: ProviderTables.hosted) }
    if let before { return CardNumber(bytes: before) }
    var generator = SystemRandomNumberGenerator()
    let drawn = CardNumber(generator.next())
    let account = ModuleAccount(merchant: owner, keyVersion: keys.version)
    return try await records.transact { [bank] transaction in
      if let known = try transaction.value(owner.bytes, in: ProviderTables.hosted) { return CardNumber(bytes: known) }
      try bank.balance(of: owner, transaction)
      guard try transaction.insert(account.canonicalBytes, for: drawn.bytes, in: ProviderTables.modules) else {
        throw Refusal(.idReused, blame: .us, "the number \(drawn) is taken; order again")
      }
      _ = try transaction.insert(drawn.bytes, for: owner.bytes, in: ProviderTables.hosted)
      return drawn
    }
  }

  /// From the module's key of collection, so that it lies in no table: its tags over 5A 01 and 5A 02.
  func pairingSecret(of module: CardNumber, version: UInt8) throws -> [UInt8] {
    let key = try keys.cardKey(.collection, of: module, version: version).key
    return [1, 2].flatMap { key.tag(over: [0x5A, $0]) }
  }

  /// The account of a module that is kept here; `nil` for one in its merchant's hands, or none.
  func hosted(_ module: CardNumber) async throws -> ModuleAccount? {
    try await records.read { try Self.hosted(module, $0) }
  }

  private static func hosted(_ module: CardNumber, _ reader: any RecordReader) throws -> ModuleAccount? {
    guard let account = try reader.value(ModuleAccount.self, module.bytes, in: ProviderTables.modules),
      try reader.value(account.merchant.bytes, in: ProviderTables.hosted) == module.bytes
    else { return nil }
    return account
  }

  /// The next modules that are kept here, and where to go on; `nil` after the last ones.
  func hosted(after last: [UInt8]?) async throws -> (modules: [(CardNumber, ModuleAccount)], last: [UInt8]?) {
    try await records.read { reader in
      let found = try reader.list(ProviderTables.hosted, prefix: [], after: last, limit: Self.batch)
      let modules = try found.compactMap { entry in
        let number = CardNumber(bytes: entry.value)
        return try Self.hosted(number, reader).map { (number, $0) }
      }
      return (modules, found.count == Self.batch ? found.last?.key : nil)
    }
  }

  /// What a module has handed in of a purse under this number.
  func record(of purse: CardNumber, _ number: UInt16, takenBy module: CardNumber) async throws -> ModuleRecord? {
    let place = HostOrder.key(purse, number)
    return try await records.read { reader in
      for place in [place, place + module.bytes] {
        guard let payment = try reader.value(place, in: ProviderTables.payments), payment.starts(with: module.bytes)
        else { continue }
        var fields = FieldReader(Array(payment.dropFirst(CardNumber.size)))
        return fields.moduleRecord()
      }
      return nil
    }
  }
}
