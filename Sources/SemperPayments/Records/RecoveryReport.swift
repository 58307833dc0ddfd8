/// An operation that an earlier process had left open, as it stood when it was taken up again.
public struct RecoveryReport: Hashable, Sendable {
  public let id: PaymentID
  public let kind: PaymentTask.Kind
  public let state: PaymentState

  init(_ record: PaymentRecord) {
    id = record.id
    kind = record.opening.task.kind
    state = record.state
  }
}
