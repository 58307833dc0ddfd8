import SemperArchive
import SemperModel

// What operations have moved on accounts.
extension PaymentDesk {
  /// By what those that are not over have moved money, as far as they know.
  func openMovements() async throws -> [MovementName: [StatementPayment]] {
    let open = try await around.archive.records.read { reader in
      try reader.list(PaymentTables.open, prefix: [], after: nil, limit: 10_000).map { try PaymentID(bytes: $0.key) }
    }
    var moved: [MovementName: [StatementPayment]] = [:]
    for id in open {
      guard let record = try await readable(id), let payment = StatementPayment(record) else { continue }
      for movement in movements(of: record) where moved[movement]?.contains(payment) != true {
        moved[movement, default: []].append(payment)
      }
    }
    return moved
  }

  /// `nil` for one whose purse is not installed any more.
  private func readable(_ id: PaymentID) async throws -> PaymentRecord? {
    do {
      return try await record(of: id)
    } catch let refusal as Refusal where refusal.code == .unknownPayment {
      return nil
    }
  }

  func movements(of record: PaymentRecord) -> [MovementName] {
    guard let purse = try? purse(record.opening.purse.id) else { return [] }
    return Self.movements(of: record, with: purse)
  }

  private static func movements<Purse: PaymentPurse>(of record: PaymentRecord, with _: Purse) -> [MovementName] {
    Purse.Side.movements(of: record.opening, ending: record.conclusion)
  }
}
