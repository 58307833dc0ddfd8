public import SemperCryptography
import SemperModel

/// Who can open the sealed parts of a container: the same for all, and fewer for some subtrees.
public struct ContainerRecipients: Hashable, Sendable {
  public let all: [SealingPublicKey]
  /// By the path of an inner node: who among those above can read this subtree.
  public let narrower: [String: [SealingPublicKey]]

  public init(_ all: [SealingPublicKey], narrower: [String: [SealingPublicKey]] = [:]) {
    self.all = all
    self.narrower = narrower
  }

  /// Refuses with `outsideTerms` none, too many, one twice, and a subtree for somebody who cannot reach it.
  func recipients(at path: String, within outer: [SealingPublicKey]?) throws(Refusal) -> [SealingPublicKey] {
    let named = narrower[path] ?? outer ?? all
    guard (1...SealedPart.mostRecipients).contains(named.count), Set(named).count == named.count else {
      throw Refusal(
        .outsideTerms, blame: .us,
        "confidential parts need 1 to \(SealedPart.mostRecipients) different recipients, and “\(path)” has \(named.count)"
      )
    }
    guard outer.map({ Set(named).isSubset(of: $0) }) ?? true else {
      throw Refusal(
        .outsideTerms, blame: .us, "“\(path)” has a recipient that cannot read what is around it; name it above too")
    }
    return named
  }

  /// Refuses with `outsideTerms` a narrower circle at a position where nothing is sealed: it would protect nothing.
  func check(against root: ContainerBranch) throws(Refusal) {
    let sealed = root.branches.filter(\.effective.confidentiality).map(\.path)
    if let path = narrower.keys.sorted().first(where: { !sealed.contains($0) }) {
      throw Refusal(
        .outsideTerms, blame: .us, "“\(path)” has recipients of its own and is no inner node that is confidential")
    }
    guard everybody.count <= SealedPart.mostRecipients else {
      throw Refusal(.outsideTerms, blame: .us, "a container has at most \(SealedPart.mostRecipients) recipients")
    }
  }

  /// Everybody named anywhere.
  var everybody: [SealingPublicKey] {
    Set(all + narrower.values.flatMap(\.self)).sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }
}
