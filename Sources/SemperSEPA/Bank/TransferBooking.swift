import SemperArchive
import SemperBank
import SemperCryptography
import SemperModel

/// How a transfer moves money in a bank's books: between a customer's account and what the bank owes to others, or they to it.
enum TransferBooking: String, Sendable {
  case send, receive
  case giveBack = "give-back"

  /// The ledger's name for it. Each party names its own transfers, so they are told apart by the party.
  func operation(for name: [UInt8]) -> ID<Operation> {
    let digest = Digest(of: Array(rawValue.utf8) + name, for: .bankTransfer)
    do {
      return try ID(bytes: Array(digest.bytes.prefix(ID<Operation>.size)))
    } catch {
      preconditionFailure("a digest is longer than an id")
    }
  }

  var purpose: LedgerPosting.Purpose {
    switch self {
    case .send: .send
    case .receive: .receive
    case .giveBack: .giveBack
    }
  }

  func post(
    _ amount: Money, of holder: Thumbprint, for name: [UInt8], _ time: Timestamp, _ transaction: any RecordTransaction
  ) throws {
    let units = self == .send ? -amount.minorUnits : amount.minorUnits
    try Ledger.post(
      LedgerPosting(
        operation: operation(for: name), purpose: purpose, currency: amount.currency,
        lines: [LedgerLine(.customer(holder), units), LedgerLine(.clearing, -units)], time: time), transaction)
  }
}
