import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

extension AgreedOrder {
  /// The order that a lock of an exchange is: its text are the lock's terms, which name the exchange and with it the contract,
  /// so that both sides have the same one without telling each other.
  init(lock terms: LockTerms, payee: MerchantID) throws(CodingError) {
    let text = terms.canonicalBytes
    self.init(
      text: text, amount: terms.amount, payee: payee,
      number: try LocalID(bytes: Array(SemperModel.Digest(plain: text).bytes.prefix(20))), language: try Language("en"),
      lock: terms)
  }
}
