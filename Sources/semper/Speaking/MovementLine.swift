import SemperCoding
import SemperCommerce
import SemperModel
import SemperTrustedUI
import SemperWallet

/// One movement on an account, in words and for programs.
struct MovementLine {
  let texts: Texts

  /// - Parameters:
  ///   - purpose: the bank's word for it; a bank may know purposes that this program does not.
  ///   - payments: what the home that was asked has paid or received by it.
  func text(_ time: Timestamp, _ amount: Money, _ purpose: String, _ payments: [PaidSale]) -> String {
    let name = "purpose.\(purpose)"
    let movement = texts(
      WalletText.statementLine,
      [
        "date": texts.date(time), "amount": texts.price(amount),
        "purpose": texts.words[name] == nil ? HumanText.line(purpose) : texts.text(name),
      ])
    guard !payments.isEmpty else { return movement }
    return texts(
      WalletText.statementPaid, ["movement": movement, "sales": payments.map(sale).joined(separator: ", ")])
  }

  private func sale(_ paid: PaidSale) -> String {
    switch paid.subject {
    case .bill(let bill, let title):
      texts(WalletText.statementBill, ["bill": "\(bill)", "title": HumanText.line(title)])
    case .deal(let deal, let title):
      texts(WalletText.statementDeal, ["deal": "\(deal)", "title": HumanText.line(title)])
    case nil: texts(WalletText.statementPayment, ["payment": "\(paid.payment)"])
    }
  }

  /// - Parameter operation: by which the bank finds the movement.
  static func json(
    _ time: Timestamp, _ amount: Money, _ purpose: String, _ operation: ID<Operation>?, _ payments: [PaidSale]
  ) -> JSON {
    .fields([
      "amount": amount.json, "operation": operation?.json, "payments": payments.json, "purpose": purpose.json,
      "time": time.json,
    ])
  }
}
