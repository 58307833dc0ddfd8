public import SemperArchive
import SemperCoding
import SemperCryptography
import SemperModel
public import SemperPayments

/// Which of a bank's books holds the lock with given terms: of accounts, or of coins that a mint beside them locks.
///
/// Under one key a bank says how a lock has ended, and names it by its terms alone. So there is one lock under the same terms,
/// whatever the money is: else somebody could lock money of its own under another's terms, end that, and show its end as the other's.
/// Coins that were sealed with terms are no lock; what becomes of them is marked (`LockOutcome.isSealed`).
public enum LockRegister {
  public enum Book: UInt8, Sendable {
    case accounts = 1
    case coins = 2
  }

  /// Exchange and digest of the terms → book.
  private static let table = RecordTable("locks_of_all_books")

  /// Enters a lock that a book is about to hold, in the transaction that makes it. Refuses (`idReused`) terms that another book holds
  /// a lock under.
  public static func enter(_ terms: LockTerms, in book: Book, _ transaction: any RecordTransaction) throws {
    let key = terms.exchange.bytes + Digest(of: terms.canonicalBytes, for: .paymentReference).bytes
    if try transaction.insert([book.rawValue], for: key, in: table) { return }
    guard try transaction.value(key, in: table) == [book.rawValue] else {
      throw Refusal(
        .idReused, blame: .peer, "money of another kind is locked under these terms; agree on new terms")
    }
  }
}
