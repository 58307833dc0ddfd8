import SemperArchive
import SemperCommerce
import SemperModel

/// Which offers that came in files have been bought: a file stays where it is, and a mail is opened twice easily.
struct BoughtFiles: Sendable {
  /// Offer → deal.
  private static let table = RecordTable("bought_files")

  let records: any Records

  /// Refuses an offer that was bought before.
  func check(_ offer: Digest) async throws {
    if let deal = try await records.read({ try $0.value(offer.bytes, in: Self.table) }) { throw Self.bought(deal) }
  }

  /// Notes that an offer is bought, in the transaction that begins the deal. Refuses one that was bought before, unless its owner wants
  /// it again.
  static func note(_ offer: Digest, in deal: ID<Deal>, again: Bool, _ transaction: any RecordTransaction) throws {
    if try transaction.insert(deal.bytes, for: offer.bytes, in: table) { return }
    guard again else { throw bought(try transaction.value(offer.bytes, in: table) ?? []) }
    try transaction.set(deal.bytes, for: offer.bytes, in: table)
  }

  private static func bought(_ deal: [UInt8]) -> WalletError {
    let name = (try? ID<Deal>(bytes: deal))?.description ?? "?"
    return WalletError(.notPossible, .errorOfferBought, ["deal": name])
  }
}
