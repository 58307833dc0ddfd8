import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperModel
import SemperTerms
import SemperTrustedUI

/// What the arbiter has been shown in a case, by whom, and what the documents in it say. A side has seen the claim, the answer and the rulings, and of the other's evidence
/// nothing.
struct StatementsView {
  private let dispute: DisputeCase
  private let texts: Texts

  init(_ dispute: DisputeCase, _ texts: Texts) {
    self.dispute = dispute
    self.texts = texts
  }

  static func all(_ dispute: DisputeCase) -> [SignedStatement] {
    var seen = Set<Digest>()
    return (dispute.disclosed.statements + (dispute.answerDisclosed?.statements ?? [])).filter {
      seen.insert($0.digest).inserted
    }
  }

  static func anchor(_ digest: Digest) -> String { "s-" + Base64URL.encode(digest.bytes) }

  var rows: [[String: Any]] {
    let own = Set(dispute.disclosed.statements.map(\.digest))
    let theirs = Set(dispute.answerDisclosed?.statements.map(\.digest) ?? [])
    let words = DisputeWords(texts.language)
    let claimant = dispute.claimContent.what.claimant
    let documents = DisclosedDocuments(dispute.bundles, in: texts.language)
    return Self.all(dispute).map { statement in
      let digest = statement.digest
      let by =
        switch (own.contains(digest), theirs.contains(digest)) {
        case (true, true): texts.text("desk.shown.both")
        case (true, false): words.side(claimant)
        default: words.side(claimant.peer)
        }
      return [
        "anchor": Self.anchor(digest), "kind": statement.kind.rawValue, "digest": "\(digest)", "by": by,
        "says": documents[digest],
      ]
    }
  }
}
