import ArgumentParser

/// What can go wrong in a demonstration. Each is brought from outside: by a signal, by the network, or by a peer that is
/// another program. No honest program knows any of these names.
enum FaultCase: String, CaseIterable, ExpressibleByArgument, Sendable {
  case sellerVanishes = "seller-vanishes"
  case buyerVanishes = "buyer-vanishes"
  case badGoods = "bad-goods"
  case mintDown = "mint-down"
  case arbiterDown = "arbiter-down"
  case crashWallet = "crash-wallet"
  case crashShop = "crash-shop"
  case cutDownload = "cut-download"
  case doubleSpend = "double-spend"
  case termsChanged = "terms-changed"

  /// What happens, in a sentence.
  var story: String {
    switch self {
    case .sellerVanishes: "The seller is killed after the buyer's money is locked, before its opening arrives."
    case .buyerVanishes: "The buyer is killed when it has the goods, before the seller has its opening."
    case .badGoods: "The seller delivers encrypted garbage in place of the course."
    case .mintDown: "The bank is killed when the buyer locks its money, and comes back later."
    case .arbiterDown: "The seller vanishes while the arbiter is down; the arbiter comes back later."
    case .crashWallet: "The wallet is killed with kill -9 in the middle of the exchange and started again."
    case .crashShop: "The shop is killed with kill -9 in the middle of the exchange and started again."
    case .cutDownload:
      "The line is cut in the middle of each download, and the wallet is killed with kill -9 and started again."
    case .doubleSpend: "The buyer copies its wallet and spends the same coins in two deals at once."
    case .termsChanged: "The seller sends a contract under other terms than those of its offer."
    }
  }
}
