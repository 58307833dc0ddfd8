import Foundation
import SemperArchive
import SemperArchiveSQLite
import SemperCoding
import SemperCommerce
import SemperEngine
import SemperModel
import SemperTerms
import SemperWallet

/// What a played scenario came to on the buyer's side, before the seller's is looked at.
struct PlayedService: Sendable {
  let answer: JSON
  let steps: [String]
  let ruling: ServiceRuling?
  let rights: [ServiceDoor.Showing]
  let sold: JSON?
  let dossier: String?
  let before: Money
  let after: Money

  /// Looks at the seller's side, when its process has stopped.
  func result(
    of stage: ServiceStage, trust: String, shopHome: String, since start: ContinuousClock.Instant
  ) async throws -> ServiceResult {
    let deal = try ID<Deal>(json: answer["deal"] ?? .null)
    let home = try Home.openUnattended(at: shopHome)
    defer { try? home.close() }
    var machine = DealMachine()
    let conversation = ConversationID(machine: DealMachine.identity.name, id: deal.description)
    try Replay.restore(&machine, from: try await home.archive.journal.entries(of: conversation))
    // What the arbiter has given back is not the terms' doing, of which a scenario speaks.
    let spent = before.minorUnits - after.minorUnits + (ruling?.moved?.minorUnits ?? 0)
    let elapsed = (ContinuousClock.now - start).components
    return ServiceResult(
      service: stage.name, scenario: stage.scenario.name, expected: stage.scenario.end,
      expectedPaid: stage.scenario.paid, buyerEnd: try String(json: answer["position"] ?? .null),
      sellerEnd: machine.record == nil ? nil : machine.position,
      paid: Money(minorUnits: spent, before.currency), ruling: ruling, steps: steps, rights: rights,
      sold: sold, dossier: dossier, evidence: try answer["evidence"].map { [try String(json: $0)] } ?? [], trust: trust,
      milliseconds: elapsed.seconds * 1000 + elapsed.attoseconds / 1_000_000_000_000_000)
  }
}
