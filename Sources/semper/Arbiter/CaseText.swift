import SemperCommerce
import SemperCryptography
import SemperModel
import SemperTerms
import SemperTrustedUI

/// A case as whoever judges it reads it: what each side says, what was disclosed, what is open, and what was ruled.
struct CaseText {
  let brief: DisputeBrief
  let texts: Texts
  private let words: DisputeWords

  init(_ brief: DisputeBrief, texts: Texts) {
    self.brief = brief
    self.texts = texts
    words = DisputeWords(texts.language)
  }

  private var dispute: DisputeCase { brief.dispute }

  var lines: [String] { heading + sides + evidence + rulings }

  private var heading: [String] {
    var lines = [
      texts(DeskText.deskCase, ["case": "\(dispute.id)", "stage": words.stage(dispute.stage)]),
      texts(DeskText.deskDue, ["due": words.due(DisputeNews(dispute))]),
      texts(DeskText.deskDeal, ["deal": "\(dispute.claimContent.deal)"]),
    ]
    if let offer = dispute.disclosed.offer {
      let parts = ["price": texts.price(offer.price), "title": HumanText.line(offer.title.text)]
      lines.append(texts(dispute.isOfCourse ? DeskText.deskOffered : .deskSold, parts))
    }
    if let moved = brief.moved { lines.append(texts(DeskText.deskPaid, ["money": words.moved(moved)])) }
    return lines
  }

  private var sides: [String] {
    let claim = dispute.claimContent
    var lines = [
      texts(
        DeskText.deskClaim,
        [
          "amount": claim.amount.map { texts.price($0) } ?? texts(DossierText.dossierAll),
          "kind": words.kind(claim.what), "side": words.side(claim.what.claimant),
        ]), quoted(claim.grounds),
      texts(DeskText.deskAnswer, ["stance": words.stance(dispute.answerContent?.stance)]),
    ]
    if let answer = dispute.answerContent { lines.append(quoted(answer.grounds)) }
    return lines
  }

  private var evidence: [String] {
    let own = dispute.disclosed.statements
    let theirs = (dispute.answerDisclosed?.statements ?? []).filter { !own.contains($0) }
    let documents = DisclosedDocuments(dispute.bundles, in: texts.language)
    return [(DeskText.deskShown, own), (.deskReplied, theirs)].flatMap { text, statements in
      statements.flatMap { statement in
        [texts(text, ["digest": "\(statement.digest)", "kind": statement.kind.rawValue])]
          + documents[statement.digest].map { texts(DeskText.deskDocument, ["line": $0]) }
      }
    }
  }

  private var rulings: [String] {
    let open = (dispute.questions ?? []).map { texts(DeskText.deskOpen, ["question": words.question($0)]) }
    return open
      + [dispute.rulingContent, dispute.finalContent].compactMap(\.self).flatMap { ruling in
        let why = [words.basis(ruling.basis)] + ruling.reasons.map(words.reason)
        return [texts(ruling.isFinal ? DeskText.deskFinal : .deskRuling, ["remedy": words.remedy(ruling.remedy)])]
          + why.map { texts(DeskText.deskBecause, ["reason": $0]) }
          + (ruling.finding.map { [quoted($0)] } ?? [])
      }
  }

  private func quoted(_ text: HumanText) -> String {
    texts(DeskText.deskSays, ["text": HumanText.line(text.text)])
  }
}
