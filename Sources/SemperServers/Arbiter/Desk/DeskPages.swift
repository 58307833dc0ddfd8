import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperModel
import SemperTerms
import SemperTrustedUI

/// The pages at which a person judges disputes, rendered from the same layout as the shop's.
struct DeskPages: Sendable {
  private let library: PageLibrary

  init() throws {
    library = try PageLibrary(["desk-enter", "desk-cases", "desk-case", "desk-confirm", "desk-leave", "desk-problem"])
  }

  var style: [UInt8] { library.style }

  func enter(_ secret: String, at root: String, in language: Language) -> Reply {
    let texts = library.texts(language)
    return page(
      "desk-enter", texts, path: "\(root)/enter/\(secret)", root: root, title: texts.text("desk.enter.title"),
      ["action": "\(root)/enter" + PageLibrary.query(language), "secret": secret])
  }

  func cases(_ view: (Texts) -> CasesView, at root: String, in language: Language) -> Reply {
    let texts = library.texts(language)
    return page(
      "desk-cases", texts, path: root, root: root, title: texts.text("desk.cases.title"),
      view(texts).fields.merging(leaving(root, language)) { $1 })
  }

  /// - Parameters:
  ///   - form: what was filled in, where something was; with what is wrong with it.
  ///   - seals: state and seal of the form that the page holds.
  func dispute(
    _ brief: DisputeBrief, seals: (state: String, seal: String), filled form: RulingForm? = nil,
    mistakes: [RulingForm.Mistake] = [], at root: String, in language: Language
  ) -> Reply {
    let texts = library.texts(language)
    let view = CaseView(brief, texts)
    let path = Self.path(brief.dispute.id, at: root)
    let parts = brief.bounds.map(view.parts) ?? [:]
    var fields: [String: Any] = [
      "action": "\(path)/check" + PageLibrary.query(language), "state": seals.state, "seal": seals.seal,
      "dossierPage": "\(path)/dossier.html" + PageLibrary.query(language), "dossierFile": "\(path)/dossier.json",
      "amount": form?.amount ?? "", "finding": form?.finding ?? "", "pays": form?.kind == .pay,
      "dismisses": form?.kind == .dismiss, "longest": HumanText.longest,
      "mistakes": mistakes.map { ["href": "#\($0.field)", "text": texts.text("desk.mistake.\($0.rawValue)", parts)] },
      "hasMistakes": !mistakes.isEmpty,
    ]
    for field in ["ruling", "amount", "finding"] {
      let wrong = mistakes.first { $0.field == field }
      fields["\(field)Mistake"] = wrong.map { texts.text("desk.mistake.\($0.rawValue)", parts) }
    }
    let name = texts.text("desk.case.title", ["kind": view.words.kind(brief.dispute.claimContent.what)])
    let title = mistakes.isEmpty ? name : texts.text("desk.mistaken", ["title": name])
    return page(
      "desk-case", texts, path: path, root: root, title: title, status: mistakes.isEmpty ? 200 : 422,
      view.fields.merging(fields) { $1 }.merging(leaving(root, language)) { $1 }.merging(["title": name]) { $1 })
  }

  /// Shows what would be signed, before it is.
  func confirm(
    _ draft: RulingDraft, of form: RulingForm, on dispute: DisputeCase, seal: String, at root: String,
    in language: Language
  ) -> Reply {
    let texts = library.texts(language)
    let words = DisputeWords(language)
    let path = Self.path(dispute.id, at: root)
    let remedy = draft.amount.map { Remedy.pays($0, to: dispute.claimContent.what.claimant) } ?? .nothing
    return page(
      "desk-confirm", texts, path: path, root: root, title: texts.text("desk.confirm.title"),
      [
        "remedy": words.remedy(remedy), "case": "\(dispute.id)",
        "effect": texts.text(dispute.stage == .appealed ? "desk.confirm.final" : "desk.confirm.first"),
        "text": draft.finding.text, "action": "\(path)/ruling" + PageLibrary.query(language),
        "change": "\(path)/draft" + PageLibrary.query(language), "ruling": form.kind?.rawValue ?? "",
        "amount": form.amount, "finding": form.finding, "state": form.state, "seal": seal,
      ].merging(leaving(root, language)) { $1 })
  }

  /// - Parameters:
  ///   - path: where the page stands, for another language.
  ///   - root: where the pages stand, for those who have shown that they know.
  ///   - back: where to go on, for those who are in.
  func problem(_ problem: DeskProblem, path: String, root: String?, back: String?, in language: Language) -> Reply {
    let texts = library.texts(language)
    let title = texts.text("desk.problem.\(problem.name).title")
    var fields: [String: Any] = ["title": title, "text": texts.text("desk.problem.\(problem.name).text")]
    if case .refused(let refusal) = problem { fields["detail"] = refusal.detail }
    fields["back"] = back.map { $0 + PageLibrary.query(language) }
    return page(
      "desk-problem", texts, path: path, root: root ?? "/", title: title, status: problem.status, fields)
  }

  static func path(_ claim: Digest, at root: String) -> String { "\(root)/cases/\(Base64URL.encode(claim.bytes))" }

  private func leaving(_ root: String, _ language: Language) -> [String: Any] {
    ["leave": "\(root)/leave" + PageLibrary.query(language), "home": root + PageLibrary.query(language)]
  }

  private func page(
    _ template: String, _ texts: Texts, path: String, root: String, title: String, status: Int = 200,
    _ fields: [String: Any]
  ) -> Reply {
    let html = library.render(
      template, texts, path: path, title: title, brand: texts.text("desk.brand"), home: root, fields)
    return Reply(
      status: status, contentType: "text/html; charset=utf-8", body: .bytes(Array(html.utf8)), headers: Self.headers)
  }

  /// A form sends the origin of its page, which with `no-referrer` would be hidden from ourselves too. Nobody opens these pages in a window or
  /// a frame of its own, or takes anything out of them.
  private static let headers = [
    "referrer-policy": "same-origin", "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin", "vary": "accept-language, cookie",
  ]
}
