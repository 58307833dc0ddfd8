import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperModel
import SemperTerms
import SemperTrustedUI

/// What the page of one case says: what each side has said and shown, what the evidence comes to, and what was ruled.
struct CaseView {
  let brief: DisputeBrief
  let texts: Texts
  let words: DisputeWords

  init(_ brief: DisputeBrief, _ texts: Texts) {
    self.brief = brief
    self.texts = texts
    words = DisputeWords(texts.language)
  }

  private var dispute: DisputeCase { brief.dispute }

  var fields: [String: Any] {
    var fields: [String: Any] = [
      "case": "\(dispute.id)", "deal": "\(dispute.claimContent.deal)", "stage": words.stage(dispute.stage),
      "due": words.due(DisputeNews(dispute)), "claim": claim, "facts": facts, "outcome": outcome,
      "questions": (dispute.questions ?? []).map(words.question), "times": TimesView(dispute, texts).rows,
      "statements": StatementsView(dispute, texts).rows, "rulings": rulings, "isOpen": brief.awaitsJudgement,
    ]
    fields["answer"] = answer
    fields["fault"] = brief.fault?.detail
    fields["bounds"] = bounds
    if let offer = dispute.disclosed.offer {
      let parts = ["title": HumanText.line(offer.title.text), "price": texts.price(offer.price)]
      // What is paid in a deal of many steps, its documents say, and not its offer.
      if dispute.isOfCourse {
        fields["offered"] = texts.text("desk.offered.price", parts)
      } else {
        fields["sold"] = parts
      }
    }
    fields["paid"] = brief.moved.map(words.moved)
    fields["appeal"] = dispute.appeal.map { $0.journalled(as: Appeal.self).grounds.text }
    fields["moved"] = dispute.enforcement.map {
      texts.text("desk.moved", ["amount": texts.price($0.journalled(as: Enforcement.self).paid)])
    }
    return fields
  }

  private var claim: [String: Any] {
    let content = dispute.claimContent
    return [
      "kind": words.kind(content.what), "side": words.side(content.what.claimant), "grounds": content.grounds.text,
      "amount": content.amount.map { texts.price($0) } ?? texts.text("desk.all"), "state": content.state,
    ]
  }

  private var answer: [String: Any]? {
    dispute.answerContent.map { ["stance": words.stance($0.stance), "grounds": $0.grounds.text] }
  }

  private var facts: [[String: Any]] {
    let shown = Set(StatementsView.all(dispute).map(\.digest))
    return brief.facts.map { fact in
      [
        "text": words.fact(fact.fact), "digest": "\(fact.by)",
        "href": shown.contains(fact.by) ? "#" + StatementsView.anchor(fact.by) : "",
        "isShown": shown.contains(fact.by),
      ]
    }
  }

  /// What the rule makes of the evidence now.
  private var outcome: [String] {
    switch brief.decision {
    case .decided(let remedy, let reasons)?: [words.remedy(remedy)] + reasons.map(words.reason)
    case .needsJudgement(let questions, _)?: [texts.text("desk.leaves")] + questions.map(words.question)
    case nil: []
    }
  }

  /// Within what may be ruled, where something may be.
  private var bounds: String? {
    guard let bounds = brief.bounds else { return nil }
    guard bounds.most > 0, bounds.least <= bounds.most else { return texts.text("desk.bounds.none") }
    return texts.text("desk.bounds", parts(bounds))
  }

  /// What mistakes and bounds are told with.
  func parts(_ bounds: RulingBounds) -> [String: String] {
    let currency = bounds.currency ?? .euro
    return [
      "least": texts.price(Money(minorUnits: max(bounds.least, 0), currency)),
      "most": texts.price(Money(minorUnits: max(bounds.most, 0), currency)),
      "count": texts.number(Int64(HumanText.longest)),
    ]
  }

  private var rulings: [[String: Any]] {
    [dispute.rulingContent, dispute.finalContent].compactMap(\.self).map { ruling in
      var fields: [String: Any] = [
        "title": texts.text(ruling.isFinal ? "desk.ruling.final" : "desk.ruling.first"),
        "remedy": words.remedy(ruling.remedy), "basis": words.basis(ruling.basis),
        "reasons": ruling.reasons.map(words.reason),
      ]
      fields["finding"] = ruling.finding?.text
      return fields
    }
  }
}
