public import SemperModel

/// What one party does in one kind of operation, where the two sides of a system have little in common: the payer, the payee, who
/// gives a refund. A `PaymentSide` picks one at the beginning and hands everything on to it.
public protocol PaymentRole: Sendable {
  /// Judges what came from the other side, before it is journalled. Refuses what this role has nothing to do with.
  func judge(_ body: [UInt8]) throws(Refusal)

  mutating func handle(_ signal: PaymentSignal) -> [PaymentStep]
}
