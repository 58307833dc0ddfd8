public import SemperModel
public import SemperTerms

/// One thing that a signed statement shows about a deal.
public enum DisputeFact: Hashable, Sendable {
  /// Who has had goods in hand and said so.
  public enum Receiver: String, Hashable, Sendable, CaseIterable { case carrier, buyer }

  /// Both are bound, for this price.
  case agreed(price: Money)
  case ordered(by: Thumbprint)
  /// It has reached the seller, or only the seller can have it.
  case paid(Money, at: Timestamp)
  case givenBack(Money, at: Timestamp)
  /// The seller, or the terms, have promised so much back by then.
  case owedBack(Money, due: Timestamp)
  case promised(by: DealSide, item: String, due: Timestamp)
  /// Given by a side; confirmed when the other side, or the arbiter in its place, has said that it has it.
  case gave(by: DealSide, item: String, at: Timestamp?, confirmed: Bool)
  /// The seller's note alone that it has sent goods.
  case shipped(item: String, at: Timestamp)
  /// By the word of the carrier, or by the buyer's own receipt.
  case handedOver(item: String, to: Receiver, intact: Bool, at: Timestamp, says: Receiver)
  /// The carrier's word that its receiver did not take it.
  case refused(item: String, at: Timestamp)
  /// The carrier's word that its sender has it again.
  case returned(item: String, at: Timestamp)
  /// A signed choice; accepting leads to the good end of the terms.
  case chose(by: DealSide, state: String, option: String, accepts: Bool)
  /// A signed choice that leads to a hearing, although another way would have been to pay, or to be content.
  case contested(by: DealSide, state: String)
  /// An exchange of the deal has come to nothing.
  case undone
  /// A proof that what this side gave is not what was agreed.
  case fault(of: DealSide)
  /// Somebody has signed statements that exclude each other.
  case contradiction
}
