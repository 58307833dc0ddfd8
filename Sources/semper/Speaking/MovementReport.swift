import SemperCoding
import SemperCommerce
import SemperModel
import SemperTrustedUI
import SemperWallet

/// What has moved on an account, oldest first, in words and for programs: the same for a buyer's account and a shop's.
struct MovementReport {
  let movements: [AccountMovement]
  let texts: Texts

  func write(json: Bool) {
    guard !json else { return Output.json(.array(movements.map(Self.json))) }
    if movements.isEmpty { Output.line(texts(WalletText.statementNone)) }
    for movement in movements { Output.line(line(movement)) }
  }

  /// A bank may know purposes that this program does not: those are written as the bank has them.
  private func line(_ movement: AccountMovement) -> String {
    let name = "purpose.\(movement.purpose)"
    let moved = texts(
      WalletText.statementLine,
      [
        "date": texts.date(movement.time), "amount": texts.price(movement.amount),
        "purpose": texts.words[name] == nil ? HumanText.line(movement.purpose) : texts.text(name),
      ])
    guard !movement.payments.isEmpty else { return moved }
    return texts(
      WalletText.statementPaid, ["movement": moved, "sales": movement.payments.map(sale).joined(separator: ", ")])
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

  /// With the sign in the amount, as people who add up a column want it.
  private static func json(_ movement: AccountMovement) -> JSON {
    .fields([
      "amount": movement.amount.json, "operation": movement.operation?.json, "payments": movement.payments.json,
      "purpose": movement.purpose.json, "time": movement.time.json,
    ])
  }
}
