import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

extension AgreedOrder {
  /// The order that a lock of an exchange is: its text are the lock's terms, which name the exchange and with it the contract,
  /// so that both sides have the same one without telling each other.
  init(lock terms: LockTerms, payee: MerchantID) throws(CodingError) {
    self.init(
      text: terms.canonicalBytes, amount: terms.amount, payee: payee, number: try Self.number(of: terms),
      language: try Language("en"), lock: terms)
  }

  /// The merchant's number for a lock, which names it in the gateway's answers.
  static func number(of terms: LockTerms) throws(CodingError) -> LocalID {
    try LocalID(bytes: Array(SemperModel.Digest(plain: terms.canonicalBytes).bytes.prefix(20)))
  }

  /// The number of the order that was paid before, at once or under a lock.
  static func number(of before: FollowUp, _ terms: PaymentTerms) throws(CodingError) -> LocalID {
    guard let lock = before.lock else { return try number(of: terms) }
    return try number(of: lock)
  }
}
