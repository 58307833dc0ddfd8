import SemperArchive
import SemperCoding
import SemperExchange
import SemperModel

/// What a party keeps of its transfer beside the journal, each insert-if-absent: what was kept first is what counts.
struct TransferRecord: Sendable {
  private static let table = RecordTable("party_transfer")
  private enum Part: String { case offer, reached, answered, letter }

  let records: any Records

  /// The offer that was made or accepted.
  var offer: TransferOffer? {
    get async throws { try await stored(.offer) }
  }

  /// Whom the sender has found before it made the offer.
  var reached: [TransferAddressee]? {
    get async throws { try await stored(.reached) }
  }

  /// What they have answered to it.
  var answered: [TransferAddressee]? {
    get async throws { try await stored(.answered) }
  }

  func keep(_ offer: TransferOffer) async throws -> TransferOffer { try await keep(offer, as: .offer) }
  func keep(reached: [TransferAddressee]) async throws -> [TransferAddressee] { try await keep(reached, as: .reached) }
  func keep(answered: [TransferAddressee]) async throws -> [TransferAddressee] {
    try await keep(answered, as: .answered)
  }
  /// Which letter it was that brought the items: the first one.
  func keep(letter id: ID<Transfer>) async throws -> ID<Transfer> { try await keep(id, as: .letter) }

  private func stored<Value: CanonicalValue>(_ part: Part) async throws -> Value? {
    try await records.read { try $0.value(Array(part.rawValue.utf8), in: Self.table) }
      .map { try Value(canonicalBytes: $0, limits: TransferBundle.limits) }
  }

  private func keep<Value: CanonicalValue>(_ value: Value, as part: Part) async throws -> Value {
    let bytes = value.canonicalBytes
    let kept = try await records.transact { transaction in
      let key = Array(part.rawValue.utf8)
      if let known = try transaction.value(key, in: Self.table) { return known }
      _ = try transaction.insert(bytes, for: key, in: Self.table)
      return bytes
    }
    return try Value(canonicalBytes: kept, limits: TransferBundle.limits)
  }
}
