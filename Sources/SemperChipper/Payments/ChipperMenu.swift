import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments
import Synchronization

/// What only a purse on a card can do: load and unload at once, settle what was torn, and change its PIN.
///
/// Loads and unloads that are to survive a restart of the program are the manager's `withdraw` and `deposit`. Here the same
/// call again after an unknown outcome finds that out instead of moving money twice, as long as the program runs.
final class ChipperMenu: PurseMenu {
  static let load = SpecialOperation("load", input: .amount)
  static let unload = SpecialOperation("unload", input: .amount)
  static let settle = SpecialOperation("settle")
  static let changePIN = SpecialOperation("change-pin", input: .text("old and new PIN", isSecret: true))

  let operations: [SpecialOperation]
  private let terminal: PurseHostTerminal
  private let currency: Currency
  private let pin: @Sendable () async throws -> PIN
  private let turns: CardTurns
  /// The load or unload whose outcome is unknown.
  private let pending = Mutex<(kind: TransactionKind, amount: UInt32, reference: Digest)?>(nil)

  init(
    _ terminal: PurseHostTerminal, currency: Currency, pin: @escaping @Sendable () async throws -> PIN,
    turns: CardTurns, changesPIN: Bool
  ) {
    operations = [Self.load, Self.unload, Self.settle] + (changesPIN ? [Self.changePIN] : [])
    self.terminal = terminal
    self.currency = currency
    self.pin = pin
    self.turns = turns
  }

  func perform(_ operation: SpecialOperation, with input: SpecialInput) async throws -> String {
    var generator = SystemRandomNumberGenerator()
    let id = PaymentID(using: &generator)
    await turns.take(id, terminal.time)
    defer { turns.give(id) }
    switch (operation, input) {
    case (Self.load, .amount(let amount)): return try await move(.load, amount, id)
    case (Self.unload, .amount(let amount)): return try await move(.unload, amount, id)
    case (Self.settle, .none):
      let settled = try await terminal.settle()
      return "\(settled.count) settled; \(try await balance())"
    case (Self.changePIN, .text(let text)) where operations.contains(operation): return try await changePIN(text)
    default: throw Refusal(.malformed, blame: .us, "“\(operation.name)” wants another input")
    }
  }

  private func move(_ kind: TransactionKind, _ amount: Money, _ id: PaymentID) async throws -> String {
    guard amount.currency == currency else {
      throw Refusal(.wrongCurrency, blame: .us, "the purse holds \(currency)")
    }
    let units = try amount.cardAmount()
    let settled = try await terminal.settle()
    if let before = pending.withLock({ $0 }), before.kind == kind, before.amount == units {
      let isDone = settled.contains { $0.offer.terms.reference == before.reference && $0.completion.amount == units }
      if isDone { return try await done() }
      if try await isInLog(before.reference) { return try await done() }
    }
    let reference = Digest(of: id.bytes, for: .paymentReference)
    pending.withLock { $0 = (kind, units, reference) }
    do {
      _ = try await terminal.move(kind, units, reference: reference, pin: pin)
    } catch let refusal as Refusal {
      pending.withLock { $0 = nil }
      throw refusal
    }
    return try await done()
  }

  /// The purse's own memory of it, when the host has been told before the answer was lost.
  private func isInLog(_ reference: Digest) async throws -> Bool {
    try await terminal.purse.entries(ofLoads: true).contains { $0.reference == reference }
  }

  private func done() async throws -> String {
    // As long as nobody has been told, it may be asked for again.
    let said = try await balance()
    pending.withLock { $0 = nil }
    return said
  }

  private func balance() async throws -> String {
    "the purse holds \(Money(minorUnits: Int64(try await terminal.purse.balance()), currency))"
  }

  private func changePIN(_ text: String) async throws -> String {
    let parts = text.split(separator: " ").map { PIN(String($0)) }
    guard parts.count == 2, let old = parts[0], let new = parts[1] else {
      throw Refusal(.malformed, blame: .us, "write the old PIN, a space, and the new one, each of 4 to 12 digits")
    }
    _ = try await terminal.purse.select()
    try await terminal.purse.changePIN(from: old, to: new)
    return "the purse has a new PIN"
  }
}
