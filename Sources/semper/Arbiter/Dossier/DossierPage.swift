import Foundation
import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperModel
import SemperTerms
import SemperTrustedUI

/// A dossier as one page that needs nothing else: what was claimed, said and ruled, what both sides have shown, and the statements
/// themselves to save and verify. The page says nothing that the statements do not.
struct DossierPage {
  static let bundle = "dossier.json"

  let dossier: DisputeDossier
  let report: DossierReport
  /// What both sides have shown together, or each alone where it cannot be true together.
  private let evidence: [EvidenceReport]
  private let moved: MovedMoney?
  private let texts: Texts
  private let words: DisputeWords

  init(dossier: DisputeDossier, trust: TrustList, texts: Texts) {
    self.dossier = dossier
    self.texts = texts
    words = DisputeWords(texts.language)
    report = DossierJudge.judge(dossier, trust: trust)
    moved = dossier.moved(trust: trust)
    evidence = dossier.shown.map { EvidenceJudge.judge($0.canonicalBytes, trust: trust) }
  }

  var html: String {
    let title = Self.escaped(texts(DossierText.dossierTitle))
    let saved = "data:application/json;base64," + Data(dossier.canonicalBytes).base64EncodedString()
    return """
      <!doctype html>
      <html lang="\(texts.language.rawValue)">
      <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(title)</title>
      <style>
      body { font: 1rem/1.5 serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; color: #111; background: #fff }
      table { border-collapse: collapse; width: 100% } th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0;
      border-bottom: 1px solid #ccc } th { width: 11rem } code, pre { font: .8rem/1.4 monospace; overflow-wrap: anywhere;
      white-space: pre-wrap } @media print { a { color: inherit } }
      </style></head>
      <body><main>
      <h1>\(title)</h1>
      <p>\(text(.dossierIntro, ["file": Self.bundle]))</p>
      <p><code>semper verify \(Self.bundle) --trust trust.json</code></p>
      <p><a download="\(Self.bundle)" href="\(saved)">\(text(.dossierSave, ["file": Self.bundle]))</a></p>
      <table>
      \(rows.map { "<tr><th scope=\"row\">\($0.name)</th><td>\($0.value)</td></tr>" }.joined(separator: "\n"))
      </table>
      <pre>\(Self.escaped(DossierReportText(texts: texts).lines(report).joined(separator: "\n")))</pre>
      <h2>\(text(.dossierDocuments))</h2>
      \(documents)
      <h2>\(text(.dossierEvidence))</h2>
      <pre>\(Self.escaped(evidence.map(ReportText(texts: texts).lines).joined(separator: [""]).joined(separator: "\n")))</pre>
      </main></body></html>

      """
  }

  private var rows: [(name: String, value: String)] {
    let claim = dossier.claim.journalled(as: Claim.self)
    var rows: [(String, [String])] = [
      (texts(DossierText.dossierCase), [dossier.claim.digest.description]),
      (texts(DossierText.dossierDeal), ["\(claim.deal)"]),
    ]
    if let offer = dossier.disclosed.offer {
      let (title, price) = (HumanText.line(offer.title.text), texts.price(offer.price))
      rows.append(
        dossier.disclosed.isOfCourse
          ? (texts(DossierText.dossierOffered), [title, texts(DossierText.dossierOfferedPrice, ["price": price])])
          : (texts(DossierText.dossierSold), [title, price]))
    }
    if let moved { rows.append((texts(DossierText.dossierPaid), [words.moved(moved)])) }
    rows.append(
      (
        part(.claim),
        [
          words.kind(claim.what),
          claim.amount.map { texts.price($0) } ?? texts(DossierText.dossierAll), HumanText.line(claim.grounds.text),
        ]
      ))
    rows.append((part(.answer), answer))
    if let ruling = dossier.ruling { rows.append((part(.ruling), lines(ruling.journalled(as: Ruling.self)))) }
    if let appeal = dossier.appeal {
      rows.append((part(.appeal), [HumanText.line(appeal.journalled(as: Appeal.self).grounds.text)]))
    }
    if let final = dossier.final { rows.append((part(.final), lines(final.journalled(as: Ruling.self)))) }
    if let word = dossier.enforcement?.journalled(as: Enforcement.self) {
      rows.append((part(.enforcement), [texts(DossierText.dossierMoved, ["amount": texts.price(word.paid)])]))
    }
    return rows.map { (Self.escaped($0.0), $0.1.map(Self.escaped).joined(separator: "<br>")) }
  }

  /// What was disclosed, statement by statement, as far as it has words of its own.
  private var documents: String {
    let bundles = [dossier.disclosed] + (dossier.answerDisclosed.map { [$0] } ?? [])
    let documents = DisclosedDocuments(bundles, in: texts.language)
    var seen = Set<Digest>()
    return bundles.flatMap(\.statements).filter { seen.insert($0.digest).inserted && !documents[$0.digest].isEmpty }
      .map { statement in
        let lines = documents[statement.digest].map { "<li>\(Self.escaped($0))</li>" }.joined(separator: "\n")
        return "<h3><span lang=\"en\">\(statement.kind.rawValue)</span> <code>\(statement.digest)</code></h3>\n"
          + "<ul>\n\(lines)\n</ul>"
      }.joined(separator: "\n")
  }

  private var answer: [String] {
    guard let answer = dossier.answer?.journalled(as: ClaimAnswer.self) else {
      return [texts(DossierText.dossierSilent)]
    }
    return [words.stance(answer.stance), HumanText.line(answer.grounds.text)]
  }

  private func lines(_ ruling: Ruling) -> [String] {
    var lines = [words.remedy(ruling.remedy), words.basis(ruling.basis)] + ruling.reasons.map(words.reason)
    if let finding = ruling.finding { lines.append(HumanText.line(finding.text)) }
    if let until = ruling.appealableUntil { lines.append(texts(DossierText.dossierUntil, ["time": "\(until)"])) }
    return lines
  }

  private func part(_ part: DossierFinding.Part) -> String { DossierReportText(texts: texts).part(part) }

  private func text(_ name: DossierText, _ parts: [String: String] = [:]) -> String {
    Self.escaped(texts(name, parts))
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }
}
