import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperModel
import SemperStatements
import SemperTerms
import SemperTrustedUI

/// What the page of one course says beside its heading.
struct CourseView {
  let entry: CatalogueEntry
  let conditions: Catalogue.Conditions
  let organisation: HumanText
  let texts: Texts

  var fields: [String: Any] {
    [
      "fileList": fileList, "code": entry.code,
      "command": "semper wallet buy \(conditions.shop) \(entry.code)",
      "handover": link, "offerHref": "/offers/\(entry.code)",
      "termsHref": "/terms/\(conditions.terms.digest)",
      "until": texts.date(entry.offer.content.expires), "untilTime": entry.offer.content.expires.description,
      "steps": steps,
      "buyTitle": texts.text(isPurchase ? "buy.title" : "buy.title.other"),
      "fairness": texts.text(
        isPurchase ? "fairness.text" : "fairness.text.other", ["window": texts.duration(window), "arbiter": arbiter]),
      "parties": parties,
    ]
  }

  /// The link that hands the offer to a wallet.
  private var link: String {
    do {
      return try OfferLink(shop: conditions.shop, code: entry.code).description
    } catch {
      preconditionFailure("an offer's code is of letters, digits and hyphens")
    }
  }

  private var isPurchase: Bool { PlayableTerms.isPurchase(conditions.terms.content) }

  private var arbiter: String { conditions.arbiter.organisation.text }

  private var fileList: [[String: Any]] {
    entry.course.manifest.files.map { file in
      [
        "path": file.path.text, "size": texts.size(file.length), "type": file.mediaType.text,
        "title": entry.course.fileTitles[file.path.text]?.text ?? file.path.text,
      ]
    }
  }

  private var parties: [[String: Any]] {
    [
      party("party.seller", organisation.text, conditions.shop, "party.seller.text"),
      party("party.bank", conditions.bank.organisation.text, conditions.bank.address, "party.bank.text"),
      party("party.arbiter", arbiter, conditions.arbiter.address, "party.arbiter.text"),
    ]
  }

  private func party(_ role: String, _ name: String, _ address: Address, _ text: String) -> [String: Any] {
    ["role": texts.text(role), "name": name, "address": address.text, "text": texts.text(text)]
  }

  /// The terms in plain words: of a purchase one sentence for each of their states that takes time of the buyer's; of other terms what
  /// their author has written of each step, which is signed with them.
  private var steps: [String] {
    let written = conditions.terms.content.stepTexts(in: texts.language.rawValue)
    guard isPurchase || written.isEmpty else { return written }
    return conditions.terms.content.states.compactMap { entry in
      texts.words["step.\(entry.state.phase.rawValue)"].map { _ in (entry.state.phase, entry.state.within) }
    }
    .sorted { Self.order($0.0) < Self.order($1.0) }
    .map { phase, within in
      texts.text(
        "step.\(phase.rawValue)",
        ["within": texts.duration(within), "window": texts.duration(window), "price": texts.price(price)])
    }
  }

  private static func order(_ phase: Phase) -> Int { Phase.allCases.firstIndex(of: phase) ?? 0 }
  private var price: Money { entry.course.price }

  private var window: Span { conditions.terms.content.window ?? Span(seconds: 0) }
}
