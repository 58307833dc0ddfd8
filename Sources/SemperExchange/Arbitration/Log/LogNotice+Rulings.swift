public import SemperArchive
public import SemperCryptography
public import SemperModel

extension LogNotice {
  /// Notes that the arbiter has signed a ruling, in the transaction that stores it, by the arbiter's time, which never goes back.
  public static func note(
    ruling: Digest, signedBy key: SigningKey, at now: Timestamp, in transaction: any RecordTransaction
  ) throws {
    let now = max(now, try ArbiterClock.latest(transaction) ?? now)
    _ = try ArbiterLog.append(to: transaction) { number, previous in
      try SignedStatement(
        LogNotice(arbiter: key.thumbprint, event: .ruled(ruling), number: number, previous: previous, issued: now),
        signedBy: [key])
    }
    try ArbiterClock.advance(to: now, in: transaction)
  }
}
