import SemperCryptography
import SemperModel
import SemperPayments

/// How the gateway names what it books for a purchase in the bank's ledger.
///
/// The names follow from what both sides of the purchase know as well, so that each finds in its statement of account which payment
/// a movement belongs to. The bank learns nothing by them that the messages do not tell it.
enum GatewayPosting {
  /// Approved money that is put aside from the card's account: a transaction is approved once.
  static func hold(_ xid: XID) -> ID<Operation> { name("semper/set/hold", xid.bytes) }

  /// What a request of the merchant moves; the step tells the postings of one request apart.
  static func step(_ step: UInt8, of request: RRPID) -> ID<Operation> {
    name("semper/set/posting", request.bytes + [step])
  }

  /// A question to the issuer of another bank's card.
  static func question(_ step: UInt8, of request: RRPID) -> ID<Operation> {
    name("semper/set/issuer", request.bytes + [step])
  }

  /// The merchant's money that is put aside while that issuer is asked.
  static func reserve(_ question: ID<Operation>) -> ID<Operation> { name("semper/set/reserve", question.bytes) }

  /// In whose name a lock ends, whoever ends it, as it ends once.
  static func ending(of terms: LockTerms) -> RRPID {
    do {
      return try RRPID(bytes: Array(SemperModel.Digest(plain: Gateway.place(terms)).bytes.prefix(20)))
    } catch {
      preconditionFailure("a digest is longer than a name")
    }
  }

  /// What the end of a lock moves: to the merchant, and back to the card.
  static func movements(of terms: LockTerms, at ledger: Thumbprint) -> [MovementName] {
    [0, 1].map { .operation(step($0, of: ending(of: terms)), at: ledger) }
  }

  private static func name(_ use: String, _ bytes: [UInt8]) -> ID<Operation> {
    do {
      return try ID(bytes: Array(SemperModel.Digest(plain: Array(use.utf8) + bytes).bytes.prefix(ID<Operation>.size)))
    } catch {
      preconditionFailure("a digest is longer than an id")
    }
  }
}
