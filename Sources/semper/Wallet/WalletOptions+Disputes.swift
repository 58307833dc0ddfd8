import SemperCoding
import SemperModel
import SemperTrustedUI
import SemperWallet

extension WalletOptions {
  /// A deal as a person types it.
  func deal(_ text: String) throws(WalletError) -> ID<Deal> {
    guard let id = try? ID<Deal>(text: text) else {
      throw WalletError(.notUnderstood, .errorDealForm, ["text": String(text.prefix(64))])
    }
    return id
  }

  func text(_ text: String) throws(WalletError) -> HumanText {
    guard let text = try? HumanText(text) else {
      throw WalletError(.notUnderstood, .errorText, ["text": String(text.prefix(64))])
    }
    return text
  }

  func show(_ disputes: [WalletDispute]) {
    if json { return Output.json(.array(disputes.map(\.json))) }
    if disputes.isEmpty { return Output.line(texts(WalletText.disputeNone)) }
    disputes.flatMap(DisputeReport(texts: texts).lines).forEach(Output.line)
  }
}
