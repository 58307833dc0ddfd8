import SemperCryptography
public import SemperModel

/// A payment of ours that a movement belongs to: it moved that money, promised it, gave it back or took it back.
public struct StatementPayment: Hashable, Sendable {
  /// The payment itself, also where a refund of it is what moved: what `status(of:)` and `evidence(of:for:)` are asked about.
  public let id: PaymentID
  /// What both sides have agreed on, under which a home finds the bill or deal that was paid.
  public let agreement: Digest
  let party: PaymentParty

  init(_ agreement: Digest, _ party: PaymentParty) {
    id = PaymentID(of: agreement, party)
    self.agreement = agreement
    self.party = party
  }

  /// `nil` for what is between a purse and its own bank: a withdrawal is for no payment.
  init?(_ record: PaymentRecord) {
    guard let agreement = record.opening.task.agreement?.digest, let party = record.party else { return nil }
    self.init(agreement, party)
  }
}
