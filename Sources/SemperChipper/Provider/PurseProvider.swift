import SemperArchive
public import SemperBank
import SemperCoding
import SemperCryptography
public import SemperModel

/// The provider of purses, who is also the acquirer of what merchants' modules take: it issues both, loads and unloads, collects,
/// and keeps a shadow account for each purse, by which a broken or copied card shows. Play money only.
///
/// Every decision is one transaction of the archive, together with the ledger, and may be asked for again.
public struct PurseProvider: Sendable {
  public let bank: Bank
  /// The host's number, which purses bind their loads to.
  public let number: CardNumber
  public let keys: ProviderKeys
  let locks: AccountLocks?

  /// - Parameter locks: the bank's locks, where purses may pay into them.
  public init(bank: Bank, number: CardNumber, keys: ProviderKeys, locks: AccountLocks? = nil) {
    self.bank = bank
    self.number = number
    self.keys = keys
    self.locks = locks
  }

  var records: any Records { bank.records }

  /// Personalises an empty purse for the holder of an account.
  public func issuePurse(
    to owner: Thumbprint, maximum: UInt32, expiry: CardDate, pin: PIN, mask: UInt8 = PurseProfile.usualMask,
    using generator: inout some RandomNumberGenerator
  ) async throws -> PurseState {
    let card = CardNumber(generator.next())
    let account = PurseAccount(owner: owner, keyVersion: keys.version)
    try await enter(account, card, in: ProviderTables.purses)
    return try state(card, maximum: maximum, expiry: expiry, pin: pin, mask: mask)
  }

  /// What an empty purse of this number is made of.
  func state(
    _ card: CardNumber, maximum: UInt32, expiry: CardDate, pin: PIN, mask: UInt8 = PurseProfile.usualMask
  ) throws -> PurseState {
    let profile = PurseProfile(
      number: card, provider: number, currency: bank.currency, keyVersion: keys.version, expiry: expiry,
      maximum: maximum, pinMask: mask)
    let cardKeys = try [KeyUse.load, .purchase, .update].map { try keys.cardKey($0, of: card, version: keys.version) }
    return PurseState(
      profile: profile, pin: pin, loadKey: cardKeys[0], purchaseKey: cardKeys[1], updateKey: cardKeys[2])
  }

  /// Personalises an empty module for the holder of an account.
  public func issueModule(
    to merchant: Thumbprint, capacity: UInt16 = 256, using generator: inout some RandomNumberGenerator
  ) async throws -> ModuleState {
    let card = CardNumber(generator.next())
    let profile = ModuleProfile(
      number: card, provider: number, currency: bank.currency, keyVersion: keys.version, capacity: capacity)
    let key = try keys.cardKey(.collection, of: card, version: keys.version)
    try await enter(ModuleAccount(merchant: merchant, keyVersion: keys.version), card, in: ProviderTables.modules)
    return ModuleState(profile: profile, collectionKey: key)
  }

  private func enter(_ account: some CanonicalValue, _ card: CardNumber, in table: RecordTable) async throws {
    let bytes = account.canonicalBytes
    guard try await records.transact({ try $0.insert(bytes, for: card.bytes, in: table) }) else {
      throw Refusal(.idReused, blame: .us, "the number \(card) is taken; issue again")
    }
  }

  /// What the provider knows of a purse; `nil` for one that it never issued.
  public func account(of purse: CardNumber) async throws -> PurseAccount? {
    try await records.read { try $0.value(PurseAccount.self, purse.bytes, in: ProviderTables.purses) }
  }

  /// All that was noticed, oldest first.
  public func alarms() async throws -> [PurseAlarm] {
    try await records.read { reader in
      try reader.entries(of: ProviderTables.alarms, from: 0, limit: reader.count(of: ProviderTables.alarms))
        .map { bytes in try PurseAlarm(canonicalBytes: bytes) }
    }
  }

  /// Takes a purse out of use, such as a lost one.
  public func block(_ purse: CardNumber) async throws {
    try await records.transact { transaction in
      guard var account = try transaction.value(PurseAccount.self, purse.bytes, in: ProviderTables.purses) else {
        throw Refusal(.notFound, blame: .us, "there is no purse \(purse)")
      }
      guard !account.isBlocked else { return }
      account.isBlocked = true
      try transaction.change(account, for: purse.bytes, in: ProviderTables.purses)
      _ = try transaction.append(purse.bytes, to: ProviderTables.blocked)
    }
  }

  /// The provider's seal on a change of a purse's parameters, for a challenge of the purse.
  public func seal(_ update: PurseUpdate, for purse: CardNumber, challenge: [UInt8]) async throws -> Seal {
    guard let account = try await account(of: purse) else {
      throw Refusal(.notFound, blame: .us, "there is no purse \(purse)")
    }
    return update.seal(
      try keys.cardKey(.update, of: purse, version: account.keyVersion), purse: purse, challenge: challenge)
  }
}
