import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperModel
import SemperTerms
import SemperTrustedUI

/// The list of cases: those that wait for a person first, in pages.
struct CasesView {
  static let pageSize = 50

  /// What cases wait for. Each has words, `desk.group.…`.
  private enum Group: String, CaseIterable {
    case judge, hearing, appealable, over

    init(_ stage: DisputeStage) {
      switch stage {
      case .judging, .appealed: self = .judge
      case .hearing: self = .hearing
      case .appealable: self = .appealable
      case .final, .enforced: self = .over
      }
    }
  }

  private let cases: [DisputeNews]
  private let page: Int
  private let all: Bool
  private let root: String
  private let texts: Texts

  /// - Parameter page: from 0; one after the last is the last.
  init(_ cases: [DisputeNews], all: Bool, page: Int, root: String, _ texts: Texts) {
    self.cases = Group.allCases.flatMap { group in cases.filter { Group($0.stage) == group } }
    self.page = min(page, max(cases.count - 1, 0) / Self.pageSize)
    self.all = all
    self.root = root
    self.texts = texts
  }

  var fields: [String: Any] {
    let shown = cases.dropFirst(page * Self.pageSize).prefix(Self.pageSize)
    let groups = Group.allCases.compactMap { group -> [String: Any]? in
      let members = shown.filter { Group($0.stage) == group }
      guard !members.isEmpty else { return nil }
      return ["id": group.rawValue, "title": texts.text("desk.group.\(group.rawValue)"), "cases": members.map(row)]
    }
    var fields: [String: Any] = [
      "groups": groups, "isEmpty": cases.isEmpty, "all": all, "otherHref": href(all: !all, page: 0),
      "count": texts.count(Int64(cases.count), "desk.cases"),
    ]
    if page > 0 { fields["before"] = href(all: all, page: page - 1) }
    if (page + 1) * Self.pageSize < cases.count { fields["after"] = href(all: all, page: page + 1) }
    return fields
  }

  private func href(all: Bool, page: Int) -> String {
    root + PageLibrary.query(texts.language) + (all ? "&all=1" : "") + (page > 0 ? "&page=\(page)" : "")
  }

  private func row(_ news: DisputeNews) -> [String: Any] {
    let words = DisputeWords(texts.language)
    let claim = news.claim.journalled(as: Claim.self)
    return [
      "href": "\(root)/cases/\(Base64URL.encode(news.id.bytes))" + PageLibrary.query(texts.language),
      "kind": words.kind(claim.what), "side": words.side(claim.what.claimant),
      "grounds": HumanText.line(claim.grounds.text),
      "amount": claim.amount.map { texts.price($0) } ?? texts.text("desk.all"), "id": "\(news.id)",
      "stage": words.stage(news.stage), "due": words.due(news), "questions": news.questions.map(words.question),
      "time": texts.moment(claim.issued), "stamp": claim.issued.description,
    ]
  }
}
