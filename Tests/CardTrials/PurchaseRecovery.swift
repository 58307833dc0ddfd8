public import SemperChipper
import SemperModel

/// What a terminal does after a purchase that broke off: it asks the purse what became of the number, and tells the module.
public enum PurchaseRecovery {
  /// Returns what the purse has moved.
  public static func recover(
    _ offer: PurseOffer, _ purse: PurseTerminal, _ module: ModuleTerminal
  ) async throws -> UInt32 {
    let entry = try await purse.outcome(of: offer.terms.number, offer.terms.kind)
    do {
      _ = try await module.complete(PurseCompletion(entry, of: offer.terms.purse))
      if offer.terms.kind == .incremental { _ = try await module.end(offer) }
    } catch let refusal as Refusal where refusal.code == .notFound {
      // The module never heard of it.
      try require(entry.amount == 0, "the module does not know a purchase that was paid")
    }
    return entry.amount
  }
}
