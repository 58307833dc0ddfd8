import SemperCommerce
import SemperModel
import SemperWallet

/// A bill or a deal as a person names it: by the bill's link, or by an id.
struct TypedSale {
  let id: ID<Sale>

  init(_ text: String) throws {
    guard let id = try? (try? BillLink(text)).map({ try ID(bytes: $0.bill.bytes) }) ?? ID<Sale>(text: text) else {
      throw WalletError(.notUnderstood, .errorBillLink, ["text": String(text.prefix(128))])
    }
    self.id = id
  }
}
