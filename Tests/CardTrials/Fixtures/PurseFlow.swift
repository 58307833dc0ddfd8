public import SemperChipper
import SemperModel

/// Whole transactions by an honest terminal, where nothing goes wrong on the way.
public struct PurseFlow: Sendable {
  public let world: PurseWorld

  public init(_ world: PurseWorld) { self.world = world }

  /// - Parameter pin: `nil` for a purse that wants none.
  public func load(_ amount: UInt32, _ purse: PurseTerminal, pin: PIN? = PurseWorld.pin) async throws {
    try await atHost(.load, amount, purse, pin, on: PurseWorld.today)
  }

  public func unload(_ amount: UInt32, _ purse: PurseTerminal, on day: CardDate = PurseWorld.today) async throws {
    try await atHost(.unload, amount, purse, PurseWorld.pin, on: day)
  }

  private func atHost(
    _ kind: TransactionKind, _ amount: UInt32, _ purse: PurseTerminal, _ pin: PIN?, on day: CardDate
  ) async throws {
    let (host, terminal) = (world.provider, purse)
    _ = try await terminal.select()
    if let pin { try await terminal.verify(pin) }
    let offer = try await terminal.initialize(
      kind, amount: amount, reference: PurseWorld.reference("account"), terminal: host.number, on: day)
    let order = try await host.order(offer, now: PurseWorld.now)
    try await host.complete(terminal.carryOut(offer, order: order), now: PurseWorld.now)
  }

  public func offer(
    _ kind: TransactionKind, _ amount: UInt32, _ purse: PurseTerminal, at module: ModuleTerminal,
    for deal: String = "deal"
  ) async throws -> PurseOffer {
    try await purse.initialize(
      kind, amount: amount, reference: PurseWorld.reference(deal), terminal: module.select().number,
      on: PurseWorld.today)
  }

  @discardableResult
  public func buy(
    _ amount: UInt32, _ purse: PurseTerminal, at module: ModuleTerminal, for deal: String = "deal"
  ) async throws -> ModuleReceipt {
    try await carryOut(.purchase, amount, purse, at: module, for: deal)
  }

  public func giveBack(
    _ amount: UInt32, _ purse: PurseTerminal, at module: ModuleTerminal, for deal: String = "deal"
  ) async throws {
    _ = try await carryOut(.cancellation, amount, purse, at: module, for: deal)
  }

  private func carryOut(
    _ kind: TransactionKind, _ amount: UInt32, _ purse: PurseTerminal, at module: ModuleTerminal,
    for deal: String
  ) async throws -> ModuleReceipt {
    let offer = try await offer(kind, amount, purse, at: module, for: deal)
    let order = try await module.order(offer)
    let done = try await purse.carryOut(offer, order: order)
    guard let receipt = try await module.complete(done) else {
      throw TrialFailure("the module gave no receipt")
    }
    return receipt
  }
}
