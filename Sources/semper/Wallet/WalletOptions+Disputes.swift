import SemperCoding
import SemperModel
import SemperTrustedUI
import SemperWallet

extension WalletOptions {
  func show(_ disputes: [WalletDispute]) {
    if json { return Output.json(.array(disputes.map(\.json))) }
    if disputes.isEmpty { return Output.line(texts(WalletText.disputeNone)) }
    disputes.flatMap(DisputeReport(texts: texts).lines).forEach(Output.line)
  }
}
