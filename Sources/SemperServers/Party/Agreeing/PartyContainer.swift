import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel

/// The container in which a party gives its items: around its own tree a root that bears the side's name, so that the places
/// of both sides differ.
///
/// It holds descriptions of what the exchange brings and nothing that anybody could take, so the peer gets and opens it when
/// both agree, and both sign its digest with the terms.
struct PartyContainer: Sendable {
  static let rootName = "container"

  let container: Container
  let exchange: ContainerExchange

  /// Where no node demands fairness, the side as a whole demands what the agreement does.
  ///
  /// Refuses with `outsideTerms` demands that exclude each other, a receipt, which an exchange gives by itself, an item
  /// for which no node demands fairness although others do, and one that its attributes forbid (`AttributeBreach`).
  ///
  /// - Parameter namingHolder: the paths of certificates that name who holds them.
  init(
    _ outline: ContainerOutline<PartyWare>, _ items: [DescribedItem], of agreement: PartyAgreement, _ number: Nonce,
    namingHolder: Set<String> = []
  ) throws {
    for ((entry, drafted), item) in zip(zip(outline.entries, agreement.giving.drafted), items) {
      let names = namingHolder.contains(item.path)
      if let breach = AttributeBreach.of(drafted, below: entry.attributes, namesHolder: names) {
        throw breach.refusal(item.path, blame: .us)
      }
    }
    let isFair = outline.entries.contains { $0.attributes.fairness != nil }
    let demanding = isFair ? outline : outline.demanding(SecurityAttributes(fairness: agreement.atLeast))
    guard demanding.entries.allSatisfy({ $0.attributes.fairness != nil }) else {
      throw Refusal(
        .outsideTerms, blame: .us,
        "an item without fairness is no part of an exchange: demand it in a node above every item, or transfer that one"
      )
    }
    guard !demanding.entries.contains(where: \.attributes.receiptNonRepudiation) else {
      throw Refusal(
        .outsideTerms, blame: .us, "an exchange gives a receipt by itself: leave non-repudiation of receipt out")
    }
    let isProposer = agreement.peer != nil
    let side = try Self.branch(PartyOffer.side(isProposer), demanding.filled(with: items))
    container = try Container(
      root: ContainerBranch(name: Self.rootName, attributes: .none, children: [.branch(side)]),
      context: Self.context(number, isProposer: isProposer))
    exchange = try ContainerExchange(container, arbiterMaySeeData: agreement.arbiterSeesData)
  }

  /// A container of one side is good for one exchange and for no other side.
  static func context(_ number: Nonce, isProposer: Bool) -> Digest {
    Digest(of: number.bytes + Array(PartyOffer.side(isProposer).utf8), for: .context)
  }

  /// Sealed and proven as its nodes demand. Packing again gives other bytes of the same container.
  func packed(key: SigningKey, seal: SealingKey, to peer: SealingPublicKey) throws(Refusal) -> UnverifiedContainer {
    var generator = SystemRandomNumberGenerator()
    return try ContainerPacker(
      sender: ContainerSender(signingKey: key, sealingKey: seal), recipients: ContainerRecipients([peer])
    ).pack(container, using: &generator).package
  }

  private static func branch(
    _ name: String, _ outline: ContainerOutline<DescribedItem>
  ) throws(CodingError) -> ContainerBranch {
    var children = [ContainerNode]()
    for item in outline.items {
      let last = item.path.split(separator: "/").last.map(String.init) ?? item.path
      children.append(.leaf(try ContainerLeaf(name: last, salt: item.salt, item: Self.item(item.description))))
    }
    for part in outline.parts { children.append(.branch(try branch(part.name, part.outline))) }
    return try ContainerBranch(name: name, attributes: outline.attributes, children: children)
  }

  /// Payments and small content as what they are; everything else by its description.
  private static func item(_ description: ItemDescription) throws(CodingError) -> ContainerItem {
    switch description {
    case .lock(let amount, let payee, let ledger):
      .payment(try PaymentItem(amount: amount, payee: payee, ledger: ledger))
    case .checkedData(let root): .content(root)
    // Its owner has decided that no more than a chunk of it is shown, however small it is.
    case .data, .statement, .certificate, .credential, .bond, .reversibleLock, .mail, .unsecured:
      .described(description)
    }
  }
}
