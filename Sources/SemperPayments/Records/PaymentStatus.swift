public import SemperModel

/// How an operation stands, for whoever waits for it.
public struct PaymentStatus: Hashable, Sendable {
  public let id: PaymentID
  public let kind: PaymentTask.Kind
  public let purse: PurseID
  public let scheme: SchemeID
  public let state: PaymentState
  /// What has moved or is promised; before that, what is meant to.
  public let amount: Money?
  /// What has gone back of a payment, all refunds together.
  public let refunded: Money?
  /// Why it was cancelled or failed.
  public let refusal: Refusal?
  /// The payee has asked its payer to cancel and waits for the word.
  public let wishesToCancel: Bool
  /// What the other side would not take.
  public let turnedDown: [Refusal]

  init(_ record: PaymentRecord, refunded: Money?) {
    id = record.id
    kind = record.opening.task.kind
    purse = record.opening.purse.id
    scheme = record.opening.purse.scheme
    state = record.state
    amount = record.conclusion?.amount ?? record.opening.amount
    self.refunded = refunded
    refusal = record.refusal
    wishesToCancel = record.wishesToCancel && !record.state.isOver
    turnedDown = record.turnedDown
  }

  init(_ locked: LockedPayment, _ id: PaymentID, refunded: Money) {
    self.id = id
    (kind, state) = locked.party == .payer ? (.pay, .held) : (.receive, .settled)
    purse = locked.purse
    scheme = locked.agreement.journalledTerms.scheme
    amount = locked.amount
    self.refunded = refunded
    (refusal, wishesToCancel, turnedDown) = (nil, false, [])
  }

  /// Whether everything has gone back.
  public var isRefunded: Bool { state == .settled && refunded != nil && refunded == amount }
}
