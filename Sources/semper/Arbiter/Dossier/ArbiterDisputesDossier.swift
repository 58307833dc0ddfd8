import ArgumentParser
import Foundation
import SemperCoding
import SemperCommerce
import SemperModel
import SemperServers
import SemperTrustedUI

/// `semper arbiter disputes dossier CASE --out DIR --home HOME`.
struct ArbiterDisputesDossier: SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "dossier", abstract: "Write one case for a court: a page to read, and the statements to verify.")

  @OptionGroup var options: DeskOptions
  var language: Language { options.language }
  @Argument(help: "The case, from the list.")
  var claim: Digest
  @Option(help: "Where it goes: a folder, which is made if it is not there.")
  var out: String
  @Option(help: "The trust list by which the evidence is judged on the page; else the arbiter's own.")
  var trust: String?

  func run() throws {
    let texts = options.texts
    guard case .dossier(let dossier) = try options.ask(.dossier(claim)) else { throw options.unexpected }
    let page = DossierPage(dossier: dossier, trust: try trust.map(TrustFile.read) ?? ownTrust(), texts: texts)
    let folder = URL(fileURLWithPath: out)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let (bundle, html) = (folder.appending(path: DossierPage.bundle), folder.appending(path: "dossier.html"))
    try Data(dossier.canonicalBytes).write(to: bundle, options: .atomic)
    try Data(page.html.utf8).write(to: html, options: .atomic)
    if options.json {
      Output.json(
        .fields(["bundle": bundle.path.json, "page": html.path.json, "report": page.report.json]))
    } else {
      Output.line(html.path)
      Output.line(bundle.path)
      DossierReportText(texts: texts).lines(page.report).forEach(Output.line)
    }
  }

  private func ownTrust() throws -> TrustList {
    guard case .trust(let list) = try options.ask(.trust) else { throw options.unexpected }
    return list
  }
}
