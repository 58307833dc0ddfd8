import SemperCryptography
public import SemperModel
import SemperStatements

/// What of a container is for a fair exchange and what is not, in the words of FX4.
///
/// Whoever can read the container computes the same, salts included, since each description's salt derives from its
/// item's. The peer of an exchange gets the descriptions at first, and the container only with what it was exchanged for.
public struct ContainerExchange: Hashable, Sendable {
  /// The items for which a node demands fairness, described for the exchange terms.
  public let items: [DescribedItem]
  /// The items without, in order; they go as transfers afterwards.
  public let afterwards: [ContainerEntry]
  /// The strongest level that a node demands; `nil` when no item needs fairness.
  public let level: FairnessLevel?

  /// Refuses with `outsideTerms` an item that no class of FX4 can hold fairly.
  ///
  /// - Parameter arbiterMaySeeData: whether the arbiter may check small content as a whole, which is fairer than to show it one
  ///   chunk when somebody complains. Both sides must say the same of a container. Confidential content it never may.
  public init(_ container: Container, arbiterMaySeeData: Bool = true) throws(Refusal) {
    try self.init(container.entries, arbiterMaySeeData)
  }

  public init(_ container: VerifiedContainer, arbiterMaySeeData: Bool = true) throws(Refusal) {
    try self.init(container.entries, arbiterMaySeeData)
  }

  private init(_ entries: [ContainerEntry], _ arbiterMaySeeData: Bool) throws(Refusal) {
    let fair = entries.filter { $0.attributes.fairness != nil }
    var items = [DescribedItem]()
    for entry in fair {
      // What is confidential is read by the named recipients only, and the arbiter is none of them.
      items.append(try entry.described(arbiterMaySeeData && !entry.attributes.confidentiality))
    }
    self.items = items
    afterwards = entries.filter { $0.attributes.fairness == nil }
    level = fair.compactMap(\.attributes.fairness).max()
  }

  /// The class by which the container is exchanged as a whole: the worst among its items.
  public var itemClass: ItemClass? { items.map(\.description.itemClass).max { $1.isWorse(than: $0) } }

  /// Refuses with `outsideTerms` a plan that is less fair than a node demands.
  public func check(_ plan: Plan) throws(Refusal) {
    guard let level, level > plan.level else { return }
    throw Refusal(
      .outsideTerms, blame: .us,
      "the container demands fairness \(level.rawValue) and these items allow only \(plan.level.rawValue)")
  }
}

extension ItemClass {
  /// The cases stand from the class that the arbiter can do most about to the one that it can do least about.
  fileprivate func isWorse(than other: ItemClass) -> Bool {
    guard let mine = Self.allCases.firstIndex(of: self), let theirs = Self.allCases.firstIndex(of: other) else {
      preconditionFailure("every class is among all classes")
    }
    return mine > theirs
  }
}

extension ContainerEntry {
  /// The one place where the items of containers and those of exchanges meet.
  fileprivate func described(_ arbiterMaySeeData: Bool) throws(Refusal) -> DescribedItem {
    let description: ItemDescription =
      switch item {
      case .payment(let payment):
        .lock(amount: payment.amount, payee: payment.payee, ledger: payment.ledger)
      // Its issuer signs a conditional statement about it, which counts only once the exchange has gone through.
      case .credential(let credential): .certificate(document: credential.documentDigest, issuer: credential.issuer)
      // What will be signed is the payload, whoever has signed it already.
      case .statement(let statement): .statement(document: Digest(of: statement.payload, for: .document))
      case .content(let root): .content(root, arbiterMaySee: arbiterMaySeeData)
      case .described(let description): description
      case .data:
        throw Refusal(
          .outsideTerms, blame: .us,
          "“\(path)” lies open in the container, so it cannot be exchanged fairly; name it by its content root")
      }
    do {
      let salt = try Nonce(
        bytes: KeyDerivation.bytes(
          from: leaf.salt.bytes, for: .description, context: Array(path.utf8), length: Nonce.size))
      return DescribedItem(path: path, salt: salt, description: description)
    } catch {
      preconditionFailure("the derivation gives as many bytes as it is asked for")
    }
  }
}
