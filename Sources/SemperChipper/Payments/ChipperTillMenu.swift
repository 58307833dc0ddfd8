import SemperEngine
import SemperModel
public import SemperPayments

extension SpecialOperation {
  /// Brings what a merchant's own module has taken to the bank.
  public static let collect = SpecialOperation("collect")
}

/// What only a merchant's module can do: bring what it has taken to the bank, and give the last purchase back to a purse that is in
/// the merchant's reader.
struct ChipperTillMenu: PurseMenu {
  static let cancelLast = SpecialOperation("cancel-last")

  let terminal: ModuleTerminal
  let host: any PurseHost
  let currency: Currency
  /// The reader for customers' purses, where the merchant has one.
  let reader: (any CardChannel)?
  let time: any TimeSource
  /// One collection at a time: another that began meanwhile would read the records of two batches as one's.
  private let turnstile = Turnstile()

  var operations: [SpecialOperation] {
    reader == nil ? [SpecialOperation.collect] : [SpecialOperation.collect, Self.cancelLast]
  }

  func perform(_ operation: SpecialOperation, with input: SpecialInput) async throws -> String {
    switch (operation, input, reader) {
    case (SpecialOperation.collect, .none, _):
      await turnstile.enter()
      defer { turnstile.leave() }
      let credited = try await terminal.collect(at: host, now: time.now())
      return "credited \(money(credited))"
    case (Self.cancelLast, .none, let reader?):
      let given = try await reader.exclusively { try await giveBack(PurseTerminal(reader)) }
      return "gave back \(money(Int64(given)))"
    default: throw Refusal(.malformed, blame: .us, "“\(operation.name)” wants another input")
    }
  }

  private func money(_ units: Int64) -> Money { Money(minorUnits: units, currency) }

  /// Whoever repeats it after a failure finishes a cancellation that was torn, and never makes a second one: the last thing on the
  /// purse is then the cancellation and no purchase.
  private func giveBack(_ purse: PurseTerminal) async throws -> UInt32 {
    let (number, module) = (try await purse.select().number, try await terminal.select().number)
    guard let last = try await purse.entries(ofLoads: false).first, last.terminal == module else {
      throw Refusal(.notFound, blame: .us, "the purse's last purchase was made elsewhere")
    }
    if last.kind == .cancellation {
      _ = try await terminal.complete(PurseCompletion(last, of: number))
      return last.amount
    }
    try await forget(purse.lastOutcome(.cancellation), of: number)
    let offer = try await purse.initialize(
      .cancellation, amount: last.amount, reference: last.reference, terminal: module,
      on: CardDate(await time.now()))
    let order = try await terminal.order(offer)
    do {
      _ = try await terminal.complete(purse.carryOut(offer, order: order))
    } catch {
      // The module waits for the purse's word; without it the purse is asked the next time.
      let entry = try await purse.outcome(of: offer.terms.number, .cancellation)
      _ = try await terminal.complete(PurseCompletion(entry, of: number))
      guard entry.amount > 0 else { throw error }
    }
    return last.amount
  }

  /// A cancellation that came to nothing may still be open at the module.
  private func forget(_ entry: PurseEntry, of purse: CardNumber) async throws {
    guard entry.amount == 0 else { return }
    do {
      _ = try await terminal.complete(PurseCompletion(entry, of: purse))
    } catch let refusal as Refusal where refusal.code == .notFound {
      // The module does not wait for it.
    }
  }
}
