public import SemperArchive
public import SemperModel
public import SemperPayments

/// How what a lock pays leaves the bank, instead of going to an account here: it stands in `clearing`, and whoever carries it on notes
/// that in the same transaction.
public struct LockExit: Sendable {
  /// The lock, the account that the money came from, and what is paid.
  public typealias Note =
    @Sendable (_ lock: LockTerms, _ payer: Thumbprint, _ paid: Money, any RecordTransaction) throws -> Void

  let note: Note

  public init(_ note: @escaping Note) { self.note = note }
}
