import ArgumentParser
import Foundation
import SemperCoding
import SemperCommerce
import SemperExchange
import SemperModel
import SemperTrustedUI
import SemperWallet

/// `semper verify FILE`: judges a bundle of evidence offline. Exits 0 only if every link holds.
struct VerifyCommand: SpeakingCommand {
  static let doesNotHold = ExitCode(1)
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check a bundle of evidence offline and say what it proves.")

  @Argument(help: "The bundle.")
  var file: String
  @Option(help: "The trust list; by default the one in the wallet's home.")
  var trust = NSString(string: "~/.semper/wallet/trust.json").expandingTildeInPath
  @Option(help: "Judge as of this time, such as 2026-11-22T19:30:00Z.")
  var at: String?
  @OptionGroup var speech: LanguageOptions
  var language: Language { speech.language }
  private var texts: Texts { CommandTexts.of(language) }
  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  func run() throws {
    let trust = try TrustFile.read(self.trust)
    guard let data = FileManager.default.contents(atPath: file) else {
      throw WalletError(.notFound, .errorFile, ["path": file])
    }
    let time = try at.map { text throws(WalletError) in
      guard let time = try? Timestamp(text: text) else {
        throw WalletError(.notUnderstood, .errorTime, ["text": String(text.prefix(64))])
      }
      return time
    }
    if let exchange = try? ExchangeBundle(canonicalBytes: Array(data), limits: ExchangeBundle.limits) {
      return try verify(exchange, trust, time)
    }
    if let transfer = try? TransferBundle(canonicalBytes: Array(data), limits: TransferBundle.limits) {
      let report = TransferReport(transfer, trust: trust, at: time)
      if json { Output.json(report.json) } else { report.lines(in: texts).forEach(Output.line) }
      if !report.ok { throw Self.doesNotHold }
      return
    }
    if let pieces = try? PieceBundle(canonicalBytes: Array(data), limits: PieceBundle.limits) {
      return try verify(pieces)
    }
    if let contract = try? ContractBundle(canonicalBytes: Array(data), limits: ContractBundle.limits) {
      let fault = ContractReportText.fault(contract, trust, at: time)
      if json {
        Output.json(ContractReportText.json(contract, fault))
      } else {
        ContractReportText(texts: texts).lines(contract, fault).forEach(Output.line)
      }
      if fault != nil { throw Self.doesNotHold }
      return
    }
    if let dossier = try? DisputeDossier(canonicalBytes: Array(data), limits: DisputeDossier.limits) {
      let report = DossierJudge.judge(dossier, trust: trust)
      if json { Output.json(report.json) } else { DossierReportText(texts: texts).lines(report).forEach(Output.line) }
      if !report.ok { throw Self.doesNotHold }
      return
    }
    let report = EvidenceJudge.judge(Array(data), trust: trust, at: time)
    if json {
      Output.json(report.json)
    } else {
      ReportText(texts: texts).lines(report).forEach(Output.line)
    }
    if !report.ok { throw Self.doesNotHold }
  }

  /// The evidence of an exchange piece for piece, which needs no trust in anybody.
  private func verify(_ bundle: PieceBundle) throws {
    let report = PieceJudge.judge(bundle)
    if json {
      Output.json(report.json)
    } else {
      PieceReportText(texts: texts).lines(report).forEach(Output.line)
    }
    if !report.ok { throw Self.doesNotHold }
  }

  /// The evidence of an exchange that belongs to no deal.
  private func verify(_ bundle: ExchangeBundle, _ trust: TrustList, _ time: Timestamp?) throws {
    let report = ExchangeTrust.judge(bundle, trust: trust, at: time)
    if json {
      Output.json(report.json)
    } else {
      ExchangeReportText(texts: texts).lines(report).forEach(Output.line)
    }
    if !report.ok { throw Self.doesNotHold }
  }
}
