import ArgumentParser
import SemperTrustedUI

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
  case transferLost = "transfer-lost"

  /// What happens, in a sentence.
  func story(in texts: Texts) -> String { texts.text("story.\(rawValue)") }
}
