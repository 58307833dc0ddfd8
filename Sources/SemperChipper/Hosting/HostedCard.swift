import SemperBank
import SemperModel

/// One merchant's module in the archive of the bank that keeps it, which collects from it whenever it has taken something.
///
/// What a kill leaves:
/// - between “go” and the purse's word: an open purchase, as with any module; the word completes it later.
/// - after the word and before the collection: a record in the module's memory, which is collected at the next start.
/// - between the closing of the batch, the posting and the acknowledgement: the same batch again, which is posted once.
/// - after the acknowledgement and before the answer: the merchant's terminal says the word again. The module has forgotten the
///   record by then; its receipt comes from the bank's books.
struct HostedCard: Sendable {
  let number: CardNumber
  private let card: Card<HostedModule>
  private let provider: PurseProvider
  private let report: @Sendable (CardNumber, any Error) -> Void

  /// Opens the module in the archive, and makes it where a kill came before its first state was stored.
  init(
    _ number: CardNumber, _ account: ModuleAccount, at provider: PurseProvider,
    report: @escaping @Sendable (CardNumber, any Error) -> Void
  ) async throws {
    self.number = number
    self.provider = provider
    self.report = report
    let (key, purchaseKeys) = (
      try provider.keys.cardKey(.collection, of: number, version: account.keyVersion), provider.keys.purchaseKeys
    )
    card = Card(in: provider.records, named: "module/\(number)") { bytes in
      try HostedModule(stateBytes: bytes, key: key, purchaseKeys: purchaseKeys)
    }
    guard try await !card.isPersonalised else { return }
    let profile = ModuleProfile(
      number: number, provider: provider.number, currency: provider.bank.currency, keyVersion: account.keyVersion)
    let module = Module(ModuleState(profile: profile, collectionKey: key), purchaseKeys: purchaseKeys)
    _ = try await card.personalise(HostedModule(module))
  }

  /// Carries out a command of the merchant's terminal. When a payment is complete with it, it is on the merchant's account before the
  /// answer leaves, or, if the collection fails, a little later.
  func process(_ bytes: [UInt8], now: Timestamp) async throws -> [UInt8] {
    let (answer, event) = try await card.report(on: bytes)
    switch event {
    case .taken:
      await collect(now)
      return answer
    case .full:
      await collect(now)
      return try await card.process(bytes)
    case .unknown(let purse, let number, let amount):
      return try await receipt(of: purse, number, amount: amount)?.bytes ?? answer
    case nil: return answer
    }
  }

  /// Brings what the module has taken to the merchant's account. What fails is reported, and tried again with the next payment and
  /// at the next start.
  func collect(_ now: Timestamp) async {
    do {
      let terminal = ModuleTerminal(InProcessChannel(card))
      let status = try await terminal.status()
      if status.records + status.closed > 0 { try await provider.collect(from: terminal, now: now) }
    } catch {
      report(number, error)
    }
  }

  /// The answer to what was complete before and has been collected: as the module gave it. `nil` when it was not.
  private func receipt(of purse: CardNumber, _ number: UInt16, amount: UInt32?) async throws -> ResponseAPDU? {
    guard let record = try await provider.record(of: purse, number, takenBy: self.number) else { return nil }
    guard amount == nil || amount == record.amount else { return ResponseAPDU([], .wrongData) }
    return ResponseAPDU(record.answer)
  }
}
